# Hooks of asynchronous generators, and generators dropped inside and outside of loops.
import asyncio, sys
async def ag():
    try:
        yield 1
        yield 2
    finally: print("fin")
g = ag()
try: g.asend(None).send(None)
except StopIteration as e: print("value", e.value)
del g
print("hooks", sys.get_asyncgen_hooks())
sys.set_asyncgen_hooks(firstiter=lambda g: print("first", g.__name__), finalizer=lambda g: print("final", g.__name__))
g = ag()
try: g.asend(None).send(None)
except StopIteration as e: print("value", e.value)
del g
sys.set_asyncgen_hooks(None, None)
async def main():
    h = sys.get_asyncgen_hooks()
    print(h.firstiter.__name__, h.finalizer.__name__)
    g = ag(); await anext(g); del g
    await asyncio.sleep(0); await asyncio.sleep(0)
    g = ag(); await anext(g)
    return g
g = asyncio.run(main())
print("after")
async def ig():
    try: yield 1
    finally:
        await asyncio.sleep(0)
g = ig()
try: g.asend(None).send(None)
except StopIteration as e: print("value", e.value)
sys.unraisablehook = lambda a: print("unraisable", a.exc_value)
del g
async def reuse():
    g = ag()
    a = g.__anext__()
    print(await a)
    try: await a
    except RuntimeError as e: print(e)
    c = g.aclose(); await c
    try: await c
    except RuntimeError as e: print(e)
asyncio.run(reuse())

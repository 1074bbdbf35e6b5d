import asyncio
import contextvars

var = contextvars.ContextVar("var", default="default")
other = contextvars.ContextVar("other")


async def child(name):
    print(name, "sees", var.get())
    var.set(name)
    await asyncio.sleep(0)
    print(name, "keeps", var.get())


async def main():
    var.set("main")
    t = asyncio.create_task(child("task"))
    var.set("changed after create_task")
    await asyncio.gather(child("g1"), child("g2"), t)
    print("main has", var.get())
    await child("awaited directly")
    print("now main has", var.get())
    token = var.set("temporary")
    var.reset(token)
    print(var.get(), token.old_value, token.var is var)
    try:
        var.reset(token)
    except RuntimeError:
        print("used token")
    try:
        other.get()
    except LookupError:
        print("unset", other.get("fallback"))
    ctx = contextvars.copy_context()
    ctx.run(var.set, "in the copy")
    print(var.get(), ctx[var], var in ctx, other in ctx)
    loop = asyncio.get_running_loop()
    loop.call_soon(lambda: print("callback sees", var.get()))
    loop.call_soon(lambda: print("callback in ctx sees", var.get()), context=ctx)
    await asyncio.sleep(0)
    await asyncio.create_task(child("with context"), context=ctx)
    print(ctx[var], var.name)

    async def gen():
        var.set("set in an async generator")
        yield 1

    async for _ in gen():
        print(var.get())


asyncio.run(main())
print(var.get())

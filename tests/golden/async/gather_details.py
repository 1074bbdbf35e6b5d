import asyncio


async def f(name, turns, error=None):
    for _ in range(turns):
        await asyncio.sleep(0)
    print("name =", name)
    if error:
        raise error
    return name


async def main():
    g = asyncio.gather(f("a", 1), f("b", 0))
    print(type(g).__name__, g.done(), len(asyncio.all_tasks()))
    g.add_done_callback(lambda g: print("gather callback", g.result()))
    print("await g =", await g)
    t = asyncio.create_task(f("shared", 1))
    print(await asyncio.gather(t, t, f("own", 0), t))
    c = f("same coroutine", 0)
    print(await asyncio.gather(c, c))
    done = asyncio.get_running_loop().create_future()
    done.set_result("ready")
    print(await asyncio.gather(done, f("c", 0)))
    g = asyncio.gather(f("d", 0, ValueError("d")), f("e", 2))
    try:
        await g
    except ValueError as error:
        print(repr(error), g.done(), g.exception() is error)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print(await asyncio.gather(asyncio.gather(f("x", 0, KeyError("x")), return_exceptions=True), f("y", 0)))
    outer = asyncio.gather(asyncio.gather(asyncio.sleep(1), asyncio.sleep(1)), asyncio.sleep(1))
    await asyncio.sleep(0)
    outer.cancel()
    try:
        await outer
    except asyncio.CancelledError:
        print("nested gathers cancelled", outer.cancelled())
    empty = asyncio.gather()
    print("empty.done(), await empty, empty.done() =", empty.done(), await empty, empty.done())
    results = await asyncio.gather(*[f(i, i % 3) for i in range(6)])
    print("results =", results)
    print("asyncio.gather(return_exceptions=True).done() =", asyncio.gather(return_exceptions=True).done())


asyncio.run(main())

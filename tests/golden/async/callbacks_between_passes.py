import asyncio


async def main():
    loop = asyncio.get_running_loop()
    log = []

    def cb(name, again=0):
        log.append(name)
        if again:
            loop.call_soon(cb, name + "'", again - 1)

    async def task(name, turns):
        for _ in range(turns):
            log.append(name)
            await asyncio.sleep(0)

    loop.call_soon(cb, "x", 2)
    t = asyncio.create_task(task("t", 3))
    loop.call_soon(cb, "y", 1)
    u = asyncio.create_task(task("u", 2))
    t.add_done_callback(lambda t: log.append("t done"))
    u.add_done_callback(lambda u: log.append("u done"))
    for i in range(5):
        log.append(f"main{i}")
        await asyncio.sleep(0)
    print(*log)
    log.clear()
    f = loop.create_future()
    f.add_done_callback(lambda f: log.append("cb1"))

    async def awaits(name):
        await f
        log.append(name)

    a = asyncio.create_task(awaits("a"))
    await asyncio.sleep(0)
    f.add_done_callback(lambda f: log.append("cb2"))
    b = asyncio.create_task(awaits("b"))
    await asyncio.sleep(0)
    f.add_done_callback(lambda f: log.append("cb3"))
    loop.call_soon(log.append, "soon before")
    f.set_result(None)
    loop.call_soon(log.append, "soon after")
    await f
    log.append("main: a done future needs no pass")
    await asyncio.gather(a, b)
    print(*log, sep=", ")


asyncio.run(main())

import asyncio


async def sleeper(name):
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError as error:
        print(name, "cancelled", error.args)
        raise


async def main():
    loop = asyncio.get_running_loop()
    a = asyncio.create_task(sleeper("a"))
    loop.call_soon(a.cancel, "soon")
    loop.call_later(0.01, print, "timer still fires")
    await asyncio.wait([a])
    b, c = asyncio.create_task(sleeper("b")), asyncio.create_task(sleeper("c"))
    b.add_done_callback(lambda t: (print("b's end cancels c"), c.cancel("chain")))
    await asyncio.sleep(0)
    b.cancel()
    await asyncio.wait([b, c])

    async def killer(victim):
        victim.cancel("killed before it ran")

    async def never():
        print("never")

    k = None
    v = asyncio.create_task(never())
    v.cancel("at once")
    print("(await asyncio.gather(v, return_exceptions=True))[0].args =", (await asyncio.gather(v, return_exceptions=True))[0].args)

    async def mutual(name, other):
        try:
            await asyncio.sleep(0)
            print(name, "cancels", other[0].get_name(), other[0].cancel())
            await asyncio.sleep(0)
            print(name, "survives")
        except asyncio.CancelledError:
            print(name, "is cancelled")

    pair1, pair2 = [], []
    x = asyncio.create_task(mutual("x", pair2), name="X")
    y = asyncio.create_task(mutual("y", pair1), name="Y")
    pair1.append(x)
    pair2.append(y)
    await asyncio.gather(x, y)

    async def self_cancel():
        asyncio.current_task().cancel("self")
        print("still running")
        try:
            await asyncio.sleep(0)
        except asyncio.CancelledError as error:
            print("delivered at the await", error.args)
            raise

    s = asyncio.create_task(self_cancel())
    await asyncio.wait([s])
    print("s.cancelled() =", s.cancelled())
    await asyncio.sleep(0.02)


asyncio.run(main())

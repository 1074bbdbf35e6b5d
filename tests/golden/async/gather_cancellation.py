import asyncio


async def child(n):
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        print("child", n, "cancelled")
        raise


async def main():
    task = asyncio.create_task(child(1))
    g = asyncio.gather(task, child(2))
    await asyncio.sleep(0)
    print("g.cancel(), g.done() =", g.cancel(), g.done())
    try:
        await g
    except asyncio.CancelledError:
        print("gather cancelled", g.cancelled(), task.cancelled())

    a, b = asyncio.create_task(child(3)), asyncio.create_task(asyncio.sleep(0.01, "b"))
    g = asyncio.gather(a, b, return_exceptions=True)
    await asyncio.sleep(0)
    a.cancel("why")
    print(await g)

    a, b = asyncio.create_task(child(4)), asyncio.create_task(asyncio.sleep(0.01, "b"))
    g = asyncio.gather(a, b)
    await asyncio.sleep(0)
    a.cancel()
    try:
        await g
    except asyncio.CancelledError:
        print("one cancelled child cancels the await; b:", b.done())
    print("await b =", await b)

    async def outer():
        await asyncio.gather(child(5), child(6))

    t = asyncio.create_task(outer())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("outer cancelled")


asyncio.run(main())

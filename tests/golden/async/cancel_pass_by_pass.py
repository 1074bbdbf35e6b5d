import asyncio


async def ticker(n):
    for i in range(n):
        print("tick", i)
        await asyncio.sleep(0)


async def sleeper(name):
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise


async def main():
    tick = asyncio.create_task(ticker(8))
    s = asyncio.create_task(sleeper("s"))
    await asyncio.sleep(0)
    print("cancel s")
    s.cancel()
    print("still pending", not s.done())
    await asyncio.sleep(0)
    print("after one pass", s.done())
    f = asyncio.get_running_loop().create_future()

    async def on_future():
        try:
            await f
        except asyncio.CancelledError:
            print("future waiter cancelled")
            raise

    a, b = asyncio.create_task(on_future()), asyncio.create_task(on_future())
    await asyncio.sleep(0)
    print("cancel the future")
    f.cancel()
    await asyncio.sleep(0)
    print("waiters", a.done(), b.done())
    await asyncio.sleep(0)
    print("waiters", a.cancelled(), b.cancelled())
    await tick


asyncio.run(main())

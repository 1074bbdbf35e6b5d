import asyncio
import time


async def ticker():
    for i in range(4):
        print("tick", i)
        await asyncio.sleep(0.01)


async def blocker():
    await asyncio.sleep(0.015)
    print("block")
    time.sleep(0.03)
    print("unblock")


async def main():
    start = time.monotonic()
    await asyncio.gather(ticker(), blocker())
    print("at least 45 ms:", time.monotonic() - start >= 0.045)
    a = asyncio.create_task(asyncio.sleep(0.01, "a"))
    b = asyncio.create_task(asyncio.sleep(0.02, "b"))
    for t in (b, a):
        t.add_done_callback(lambda t: print("done", t.result()))
    await asyncio.sleep(0)
    time.sleep(0.03)
    print("both overdue")
    await asyncio.gather(a, b)


asyncio.run(main())

import asyncio


async def getter(q, name):
    try:
        while True:
            print(name, "got", await q.get())
    except asyncio.QueueShutDown as error:
        print(name, repr(error))


async def putter(q, name):
    try:
        for i in range(3):
            await q.put(i)
            print(name, "put", i)
    except asyncio.QueueShutDown as error:
        print(name, repr(error))


async def main():
    q = asyncio.Queue()
    q.put_nowait("x")
    q.put_nowait("y")
    tasks = [asyncio.create_task(getter(q, "g1")), asyncio.create_task(getter(q, "g2"))]
    await asyncio.sleep(0)
    q.shutdown()
    await asyncio.gather(*tasks)
    try:
        q.put_nowait(1)
    except asyncio.QueueShutDown as error:
        print(repr(error))
    q = asyncio.Queue(1)
    t = asyncio.create_task(putter(q, "p"))
    await asyncio.sleep(0.01)
    q.shutdown()
    await t
    print("left over", await q.get())
    try:
        await q.get()
    except asyncio.QueueShutDown:
        print("and empty")
    q = asyncio.Queue()
    for i in range(3):
        q.put_nowait(i)
    joiner = asyncio.create_task(q.join())
    await asyncio.sleep(0)
    q.shutdown(immediate=True)
    await joiner
    print("immediate", q.qsize(), q.empty())


asyncio.run(main())

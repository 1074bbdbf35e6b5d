import asyncio


async def producer(q):
    for priority, job in [(3, "sweep"), (1, "fire"), (2, "cook"), (1, "alarm")]:
        await q.put((priority, job))
        print("put", job)
        await asyncio.sleep(0)
    await q.put((9, None))


async def consumer(q, name):
    while True:
        priority, job = await q.get()
        if job is None:
            await q.put((9, None))
            break
        print(name, "does", priority, job)
        await asyncio.sleep(0.01)


async def main():
    q = asyncio.PriorityQueue()
    await asyncio.gather(producer(q), consumer(q, "c1"), consumer(q, "c2"))
    s = asyncio.LifoQueue(2)

    async def pusher():
        for i in range(4):
            await s.put(i)
            print("pushed", i)

    async def popper():
        for _ in range(4):
            print("popped", await s.get())

    await asyncio.gather(pusher(), popper())

    async def stream(q):
        while (x := await q.get()) is not None:
            yield x

    async def feed(q):
        for x in "abc":
            await q.put(x)
            await asyncio.sleep(0)
        await q.put(None)

    q = asyncio.Queue(1)
    t = asyncio.create_task(feed(q))
    print("[x async for x in stream(q)] =", [x async for x in stream(q)])
    await t


asyncio.run(main())

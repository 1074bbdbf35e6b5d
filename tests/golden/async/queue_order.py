import asyncio


async def producer(q, name, n):
    for i in range(n):
        print(f"{name} puts {i}")
        await q.put((name, i))
    print(name, "finished")


async def consumer(q, name, n):
    for _ in range(n):
        item = await q.get()
        print(f"{name} got {item}")
    print(name, "finished")


async def run(maxsize, title):
    print("--", title)
    q = asyncio.Queue(maxsize)
    await asyncio.gather(producer(q, "p1", 3), producer(q, "p2", 3), consumer(q, "c1", 4), consumer(q, "c2", 2))


async def run_reverse():
    print("-- consumers first")
    q = asyncio.Queue()
    await asyncio.gather(consumer(q, "c1", 3), consumer(q, "c2", 3), producer(q, "p", 6))


async def main():
    await run(0, "unbounded")
    await run(1, "one place")
    await run(2, "two places")
    await run_reverse()


asyncio.run(main())

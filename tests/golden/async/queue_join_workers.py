import asyncio


async def worker(name, q, log):
    while True:
        n = await q.get()
        print(name, "takes", n)
        for _ in range(n):
            await asyncio.sleep(0)
        print(name, "finishes", n)
        q.task_done()


async def waiter(name, q):
    await q.join()
    print(name, "joined")


async def main():
    q = asyncio.Queue()
    for n in (3, 1, 2, 0, 1):
        q.put_nowait(n)
    workers = [asyncio.create_task(worker(f"w{i}", q, None)) for i in range(2)]
    joiners = [asyncio.create_task(waiter(f"j{i}", q)) for i in range(2)]
    await q.join()
    print("main joined")
    await asyncio.gather(*joiners)
    q.put_nowait(0)
    t = asyncio.create_task(waiter("again", q))
    await t
    for w in workers:
        w.cancel()
    print(await asyncio.gather(*workers, return_exceptions=True))


asyncio.run(main())

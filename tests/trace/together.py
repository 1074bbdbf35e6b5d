import asyncio


async def fetch(limit, seconds):
    async with limit:
        await asyncio.sleep(seconds)


async def worker(queue):
    while True:
        await asyncio.sleep(await queue.get())
        queue.task_done()


async def runner(barrier, seconds):
    await asyncio.sleep(seconds)
    await barrier.wait()


async def cook(table):
    await asyncio.sleep(1)
    async with table:
        table.notify()


async def guest(table):
    async with table:
        await table.wait()


async def main():
    limit = asyncio.Semaphore(1)
    await asyncio.wait([asyncio.create_task(fetch(limit, 1), name=n) for n in ("ann", "bob")])

    queue = asyncio.Queue()
    asyncio.create_task(worker(queue))
    queue.put_nowait(1)
    await queue.join()

    barrier, table = asyncio.Barrier(2), asyncio.Condition()
    await asyncio.gather(runner(barrier, 1), runner(barrier, 2), guest(table), cook(table))

    try:
        async with asyncio.timeout(1):
            await asyncio.shield(fetch(limit, 2))
    except TimeoutError:
        print("the fetching goes on")


asyncio.run(main())

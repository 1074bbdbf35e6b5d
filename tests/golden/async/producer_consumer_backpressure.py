import asyncio


async def produce(q, n):
    for i in range(n):
        waited = q.full()
        await q.put(i)
        print("put", i, "after waiting" if waited else "at once")
    q.shutdown()


async def consume(q):
    try:
        while True:
            item = await q.get()
            print("got", item, "left", q.qsize())
            await asyncio.sleep(0.01)
            q.task_done()
    except asyncio.QueueShutDown:
        print("shut down")


async def main():
    q = asyncio.Queue(2)
    async with asyncio.TaskGroup() as tg:
        tg.create_task(produce(q, 5))
        tg.create_task(consume(q))
    await q.join()
    print("joined")


asyncio.run(main())

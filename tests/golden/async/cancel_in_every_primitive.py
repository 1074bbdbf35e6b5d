import asyncio


async def report(name, awaitable):
    try:
        await awaitable
        print(name, "completed")
    except asyncio.CancelledError as error:
        print(name, "cancelled", *error.args)
        raise


async def cancel(name, awaitable, turns=1):
    t = asyncio.create_task(report(name, awaitable))
    for _ in range(turns):
        await asyncio.sleep(0)
    t.cancel("by test")
    for n in range(6):
        if t.done():
            break
        await asyncio.sleep(0)
    print("  passes:", n, "cancelled:", t.cancelled())


async def locked(lock):
    async with lock:
        pass


async def condition(c):
    async with c:
        await c.wait()


async def group():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(asyncio.sleep(1))


async def main():
    lock = asyncio.Lock()
    await lock.acquire()
    queue = asyncio.Queue(1)
    queue.put_nowait(1)
    sem = asyncio.Semaphore(0)
    await cancel("sleep", asyncio.sleep(1))
    await cancel("sleep(0)", asyncio.sleep(0))
    await cancel("future", asyncio.get_running_loop().create_future())
    await cancel("task", asyncio.create_task(asyncio.sleep(1)))
    await cancel("gather", asyncio.gather(asyncio.sleep(1), asyncio.sleep(1)))
    await cancel("event", asyncio.Event().wait())
    await cancel("lock", lock.acquire())
    await cancel("async with lock", locked(lock))
    await cancel("semaphore", sem.acquire())
    await cancel("get", asyncio.Queue().get())
    await cancel("put", queue.put(2))
    await cancel("join", queue.join())
    await cancel("condition", condition(asyncio.Condition()))
    await cancel("wait_for", asyncio.wait_for(asyncio.sleep(1), 1))
    await cancel("shield", asyncio.shield(asyncio.sleep(0.01)))
    await cancel("wait", asyncio.wait([asyncio.create_task(asyncio.sleep(0.01))]))
    await cancel("group", group(), 2)
    await cancel("barrier", asyncio.Barrier(2).wait())


asyncio.run(main())

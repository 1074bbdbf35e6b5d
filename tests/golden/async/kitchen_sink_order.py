import asyncio

# Many primitives at once: each line's place depends on how many passes each of them takes.


async def ticker(n):
    for i in range(n):
        print("--", i)
        await asyncio.sleep(0)


async def by_event(event):
    await event.wait()
    print("event")


async def by_future(f):
    print("future", await f)


async def by_lock(lock, name):
    async with lock:
        print("lock", name)
        await asyncio.sleep(0)


async def by_queue(q):
    while (x := await q.get()) is not None:
        print("queue", x)


async def by_condition(c):
    async with c:
        await c.wait()
        print("condition")


async def group():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(asyncio.sleep(0))
        tg.create_task(asyncio.sleep(0))
    print("group")


async def gathered():
    await asyncio.gather(asyncio.sleep(0), asyncio.sleep(0))
    print("gather")


async def waited():
    await asyncio.wait_for(asyncio.create_task(asyncio.sleep(0)), 1)
    print("wait_for")


async def main():
    event, lock, q, c = asyncio.Event(), asyncio.Lock(), asyncio.Queue(), asyncio.Condition()
    f = asyncio.get_running_loop().create_future()
    tasks = [
        asyncio.create_task(x)
        for x in (ticker(10), by_event(event), by_future(f), by_lock(lock, 1), by_lock(lock, 2), by_queue(q), by_condition(c), group(), gathered(), waited())
    ]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print("release")
    q.put_nowait(1)
    f.set_result("r")
    event.set()
    q.put_nowait(2)
    async with c:
        c.notify_all()
    print("released")
    await asyncio.sleep(0)
    q.put_nowait(None)
    await asyncio.gather(*tasks)
    print("end")


asyncio.run(main())

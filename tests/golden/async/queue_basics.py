import asyncio


async def main():
    q = asyncio.Queue(maxsize=2)
    print("q.empty(), q.full(), q.qsize(), q.maxsize =", q.empty(), q.full(), q.qsize(), q.maxsize)
    await q.put("a")
    q.put_nowait("b")
    print("q.full(), q.qsize() =", q.full(), q.qsize())
    try:
        q.put_nowait("c")
    except asyncio.QueueFull as error:
        print(repr(error))
    print("await q.get(), q.get_nowait() =", await q.get(), q.get_nowait())
    try:
        q.get_nowait()
    except asyncio.QueueEmpty as error:
        print(repr(error))
    q.task_done()
    q.task_done()
    try:
        q.task_done()
    except ValueError as error:
        print(error)
    await q.join()
    p = asyncio.PriorityQueue()
    for item in (3, 1, 2):
        p.put_nowait(item)
    print("[p.get_nowait() for _ in range(3)] =", [p.get_nowait() for _ in range(3)])
    s = asyncio.LifoQueue()
    for item in "abc":
        await s.put(item)
    print("[await s.get() for _ in range(3)] =", [await s.get() for _ in range(3)])
    u = asyncio.Queue()
    for i in range(100):
        u.put_nowait(i)
    print("u.qsize(), u.full() =", u.qsize(), u.full())
    try:
        await asyncio.wait_for(q.get(), 0.01)
    except TimeoutError:
        print("nothing came")


asyncio.run(main())

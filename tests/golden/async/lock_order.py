import asyncio


async def user(lock, name, turns):
    print(name, "wants")
    async with lock:
        print(name, "has")
        for _ in range(turns):
            await asyncio.sleep(0)
        print(name, "gives")
    print(name, "gone")


async def greedy(lock, name):
    for i in range(3):
        async with lock:
            print(name, i)
            await asyncio.sleep(0)


async def main():
    lock = asyncio.Lock()
    await asyncio.gather(*(user(lock, n, t) for n, t in (("a", 2), ("b", 0), ("c", 1))))
    print("lock.locked() =", lock.locked())
    await asyncio.gather(greedy(lock, "x"), greedy(lock, "y"))
    await lock.acquire()
    print("lock.locked() =", lock.locked())
    lock.release()
    try:
        lock.release()
    except RuntimeError as error:
        print(error)
    t = asyncio.create_task(lock.acquire())
    await t
    print("t.result(), lock.locked() =", t.result(), lock.locked())
    try:
        await asyncio.wait_for(lock.acquire(), 0.01)
    except TimeoutError:
        print("busy")
    lock.release()
    try:
        with lock:
            pass
    except TypeError as error:
        print(error)


asyncio.run(main())

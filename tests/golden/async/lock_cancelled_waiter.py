import asyncio


async def user(lock, name):
    try:
        async with lock:
            print(name, "in")
            await asyncio.sleep(0.01)
        print(name, "out")
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise


async def main():
    lock = asyncio.Lock()
    tasks = {n: asyncio.create_task(user(lock, n)) for n in "abcd"}
    await asyncio.sleep(0)
    tasks["b"].cancel()
    await asyncio.sleep(0)
    print("lock.locked() =", lock.locked())
    await asyncio.wait(tasks.values())
    print("lock.locked() =", lock.locked())
    tasks = {n: asyncio.create_task(user(lock, n)) for n in "abc"}
    await asyncio.sleep(0)
    print("cancel the holder")
    tasks["a"].cancel()
    await asyncio.wait(tasks.values())
    print("lock.locked() =", lock.locked())
    await lock.acquire()
    w = asyncio.create_task(user(lock, "woken"))
    n = asyncio.create_task(user(lock, "next"))
    await asyncio.sleep(0)
    lock.release()
    w.cancel()
    await asyncio.wait([w, n])
    print("lock.locked() =", lock.locked())


asyncio.run(main())

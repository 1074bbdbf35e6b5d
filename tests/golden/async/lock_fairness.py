import asyncio


async def loop_user(lock, name, n):
    for i in range(n):
        await lock.acquire()
        print(name, i)
        lock.release()


async def yielding_user(lock, name, n):
    for i in range(n):
        async with lock:
            print(name, i)
            await asyncio.sleep(0)
            await asyncio.sleep(0)


async def late_comer(lock):
    await asyncio.sleep(0)
    print("late wants; locked:", lock.locked())
    async with lock:
        print("late has it")


async def main():
    lock = asyncio.Lock()
    print("- no contention: no switch")
    await asyncio.gather(loop_user(lock, "a", 2), loop_user(lock, "b", 2))
    print("- contention")
    await asyncio.gather(yielding_user(lock, "a", 2), yielding_user(lock, "b", 2), late_comer(lock), loop_user(lock, "c", 2))
    print("- release and reacquire while someone waits")
    await lock.acquire()
    t = asyncio.create_task(loop_user(lock, "waiter", 1))
    await asyncio.sleep(0)
    lock.release()
    print("free:", not lock.locked())
    await lock.acquire()
    print("main again, waiter done:", t.done())
    lock.release()
    await t


asyncio.run(main())

import asyncio


async def user(sem, name, turns):
    async with sem:
        print(name, "in")
        for _ in range(turns):
            await asyncio.sleep(0)
        print(name, "out")


async def main():
    sem = asyncio.Semaphore(2)
    await asyncio.gather(*(user(sem, n, t) for n, t in zip("abcde", (3, 1, 2, 0, 1))))
    print("sem.locked() =", sem.locked())
    await sem.acquire()
    await sem.acquire()
    print("sem.locked() =", sem.locked())
    t = [asyncio.create_task(user(sem, n, 1)) for n in "xyz"]
    await asyncio.sleep(0)
    t[0].cancel()
    sem.release()
    sem.release()
    sem.release()
    await asyncio.wait(t)
    print("t[0].cancelled(), sem.locked() =", t[0].cancelled(), sem.locked())
    b = asyncio.BoundedSemaphore(1)
    async with b:
        print("b.locked() =", b.locked())
    try:
        b.release()
    except ValueError as error:
        print(error)
    try:
        asyncio.Semaphore(-1)
    except ValueError as error:
        print(error)

    async def stealer(sem, name):
        for i in range(2):
            async with sem:
                print(name, i)

    s = asyncio.Semaphore(1)
    await asyncio.gather(user(s, "first", 2), stealer(s, "q"), stealer(s, "r"))


asyncio.run(main())

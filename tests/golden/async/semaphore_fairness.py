import asyncio


async def user(sem, name, log):
    async with sem:
        log.append(name)
        print(name)
        await asyncio.sleep(0)


async def main():
    sem, log = asyncio.Semaphore(1), []
    tasks = [asyncio.create_task(user(sem, f"u{i}", log)) for i in range(4)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    tasks.append(asyncio.create_task(user(sem, "late", log)))
    print("locked", sem.locked())
    async with sem:
        print("main")
    await asyncio.gather(*tasks)
    sem = asyncio.Semaphore(0)
    waiters = [asyncio.create_task(user(sem, f"w{i}", log)) for i in range(3)]
    await asyncio.sleep(0)
    for _ in range(3):
        sem.release()
        print("released", sem.locked())
    await asyncio.gather(*waiters)
    sem = asyncio.Semaphore(2)

    async def timed(name, delay):
        async with sem:
            print(name, "starts")
            await asyncio.sleep(delay)
            print(name, "stops")

    await asyncio.gather(timed("a", 0.03), timed("b", 0.01), timed("c", 0.01), timed("d", 0.04))


asyncio.run(main())

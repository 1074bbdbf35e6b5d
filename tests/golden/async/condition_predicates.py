import asyncio


async def main():
    cond, value = asyncio.Condition(), 0

    async def at_least(n):
        async with cond:
            result = await cond.wait_for(lambda: value >= n and f"value {value}")
            print(f"at least {n}:", result)

    tasks = [asyncio.create_task(at_least(n)) for n in (2, 1, 3)]
    for _ in range(3):
        await asyncio.sleep(0.01)
        async with cond:
            value += 1
            print("value becomes", value)
            cond.notify_all()
    await asyncio.gather(*tasks)

    async def timed_wait():
        async with cond:
            try:
                await asyncio.wait_for(cond.wait(), 0.01)
            except TimeoutError:
                print("timed out, lock held again:", cond.locked())

    await timed_wait()
    print("cond.locked() =", cond.locked())
    lock = asyncio.Lock()
    shared = asyncio.Condition(lock)

    async def waiter(name):
        async with shared:
            await shared.wait()
            print(name, "woke with the shared lock", lock.locked())

    w = [asyncio.create_task(waiter(n)) for n in "ab"]
    await asyncio.sleep(0)
    async with lock:
        shared.notify(5)
        print("notified under the lock")
    await asyncio.gather(*w)


asyncio.run(main())

import asyncio


async def deep(n):
    if n == 0:
        await asyncio.sleep(0)
        return 0
    return 1 + await deep(n - 1)


async def tiny(i, log):
    await asyncio.sleep(0)
    log.append(i)
    return i


async def main():
    print("await deep(400) =", await deep(400))
    log = []
    results = await asyncio.gather(*(tiny(i, log) for i in range(2000)))
    print("sum(results), log == list(range(2000)) =", sum(results), log == list(range(2000)))
    q = asyncio.Queue()

    async def put():
        for i in range(1000):
            await q.put(i)

    async def take():
        return sum([await q.get() for _ in range(1000)])

    print("(await asyncio.gather(take(), put()))[0] =", (await asyncio.gather(take(), put()))[0])
    lock, count = asyncio.Lock(), 0

    async def bump():
        nonlocal count
        for _ in range(10):
            async with lock:
                seen = count
                await asyncio.sleep(0)
                count = seen + 1

    await asyncio.gather(*(bump() for _ in range(20)))
    print("count =", count)

    async def recursive(n):
        if n:
            await asyncio.create_task(recursive(n - 1))
        return n

    print("await recursive(300) =", await recursive(300))
    f = asyncio.get_running_loop().create_future()

    async def awaits():
        return await f

    tasks = [asyncio.create_task(awaits()) for _ in range(1000)]
    await asyncio.sleep(0)
    f.set_result(1)
    print("sum(await asyncio.gather(*tasks)) =", sum(await asyncio.gather(*tasks)))


asyncio.run(main())

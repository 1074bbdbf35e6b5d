import asyncio


async def timed(name, delay, n):
    for i in range(n):
        await asyncio.sleep(delay)
        print(name, i)


async def spinner(stop):
    spins = 0
    while not stop.is_set():
        spins += 1
        await asyncio.sleep(0)
    print("spun more than once:", spins > 1)


async def main():
    stop = asyncio.Event()
    s = asyncio.create_task(spinner(stop))
    await asyncio.gather(timed("slow", 0.03, 2), timed("fast", 0.02, 2))
    stop.set()
    await s
    print("await asyncio.gather(asyncio.sleep(0.02, \"b\"), asyncio.sl... =", await asyncio.gather(asyncio.sleep(0.02, "b"), asyncio.sleep(0.01, "a"), asyncio.sleep(0, "0")))
    async with asyncio.TaskGroup() as tg:
        for n in range(3):
            tg.create_task(timed(f"t{n}", 0.01, 2))
    loop = asyncio.get_running_loop()
    t0 = loop.time()
    await asyncio.gather(*(asyncio.sleep(0.02) for _ in range(1000)))
    print("a thousand sleeps overlap:", loop.time() - t0 < 1)


asyncio.run(main())

import asyncio
import time


async def sleeper(name, *delays):
    for d in delays:
        await asyncio.sleep(d * 0.01)
        print(name, "after", d)


async def main():
    await asyncio.gather(
        sleeper("a", 4, 4),
        sleeper("b", 1, 1, 7),
        sleeper("c", 3, 3),
    )
    tasks = [asyncio.create_task(asyncio.sleep(0.01, n)) for n in range(5)]
    for t in tasks:
        t.add_done_callback(lambda t: print("done", t.result()))
    await asyncio.gather(*tasks)
    print("same delay: in the order of starting")
    loop = asyncio.get_running_loop()
    start = loop.time()
    await asyncio.sleep(0.03)
    print("0.029 < loop.time() - start < 0.5 =", 0.029 < loop.time() - start < 0.5)
    print(await asyncio.sleep(0.01, "value"), await asyncio.sleep(0, "zero"), await asyncio.sleep(-5, "negative"))
    for bad in ("x", None):
        try:
            await asyncio.sleep(bad)
        except TypeError as error:
            print(error)
    try:
        await asyncio.sleep(float("nan"))
    except ValueError as error:
        print(error)


asyncio.run(main())


async def never_too_short():
    for i in range(1, 200):
        start, delay = time.perf_counter(), 0.001 * i if i < 20 else 0.0005
        await asyncio.sleep(delay)
        if time.perf_counter() - start < delay:
            print("too short", delay)


asyncio.run(never_too_short())

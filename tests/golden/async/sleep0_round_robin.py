import asyncio


async def worker(name, turns):
    for turn in range(turns):
        print(name, turn)
        await asyncio.sleep(0)
    print(name, "done")
    return name


async def main():
    tasks = [asyncio.create_task(worker(n, t)) for n, t in (("a", 3), ("b", 1), ("c", 2))]
    print("created")
    await asyncio.sleep(0)
    print("main turn")
    for task in tasks:
        print("awaited", await task)


asyncio.run(main())

"""Three counters share one thread and take turns at every await."""

import asyncio


async def count(name, upto):
    for number in range(1, upto + 1):
        print(f"{name}{number}", end=" ")
        await asyncio.sleep(0)
    return upto * (upto + 1) // 2


async def main():
    sums = await asyncio.gather(count("a", 4), count("b", 2), count("c", 3))
    print("=>", sums)


asyncio.run(main())

"""Egg timers of different speeds, and a launch that waits for the slowest."""

import asyncio


async def countdown(name, start, step):
    for left in range(start, 0, -1):
        print(f"{name}: {left}")
        await asyncio.sleep(step)
    print(f"{name}: ring!")
    return name


async def main():
    soft = asyncio.create_task(countdown("soft egg", 2, 0.035))
    hard = asyncio.create_task(countdown("hard egg", 4, 0.02))
    for number, finished in enumerate(asyncio.as_completed([soft, hard]), 1):
        print(f"{number}. {await finished}")


asyncio.run(main())

# explore:
import asyncio


async def philosopher(first, second, arrives):
    await asyncio.sleep(arrives)
    async with first:
        await asyncio.sleep(0.01)
        async with second:
            await asyncio.sleep(0.01)


async def main():
    forks = [asyncio.Lock() for _ in range(3)]
    async with asyncio.TaskGroup() as group:
        for i in range(3):
            first, second = sorted((i, (i + 1) % 3))
            group.create_task(philosopher(forks[first], forks[second], 0.03 * i))


asyncio.run(main())

# explore:
# finds: deadlock, 1
import asyncio


async def philosopher(left, right, arrives):
    await asyncio.sleep(arrives)
    async with left:
        await asyncio.sleep(0.01)
        async with right:
            await asyncio.sleep(0.01)


async def main():
    forks = [asyncio.Lock() for _ in range(3)]
    async with asyncio.TaskGroup() as group:
        for i in range(3):
            group.create_task(philosopher(forks[i], forks[(i + 1) % 3], 0.03 * i))


asyncio.run(main())

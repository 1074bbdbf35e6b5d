# Short-lived tasks, waves of them in task groups.
import asyncio


async def double(n):
    return n * 2


async def main():
    total = 0
    for wave in range(100):
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(double(n)) for n in range(1000)]
        total += sum(task.result() for task in tasks)
    print(total)


asyncio.run(main())

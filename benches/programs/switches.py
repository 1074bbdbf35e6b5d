# Many tasks that give way to each other: the cost of one switch.
import asyncio


async def walker(steps):
    for _ in range(steps):
        await asyncio.sleep(0)
    return steps


async def main():
    print(sum(await asyncio.gather(*(walker(500) for _ in range(500)))))


asyncio.run(main())

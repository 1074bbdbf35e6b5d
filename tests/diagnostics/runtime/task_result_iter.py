import asyncio


async def work():
    return [1, 2]


async def main():
    task = asyncio.create_task(work())
    for item in task:
        print(item)


asyncio.run(main())

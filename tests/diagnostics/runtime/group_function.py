import asyncio

async def one():
    return 1

async def main():
    async with asyncio.TaskGroup() as group:
        result = await group.create_task(one)
    print(result)

asyncio.run(main())

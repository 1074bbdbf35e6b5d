import asyncio


async def main():
    async with asyncio.TaskGroup as group:
        group.create_task(asyncio.sleep(1))


asyncio.run(main())

import asyncio


async def main():
    with asyncio.TaskGroup() as group:
        group.create_task(asyncio.sleep(1))


asyncio.run(main())

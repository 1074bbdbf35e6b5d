import asyncio


async def work():
    pass


async def main():
    async with asyncio.TaskGroup() as tg:
        pass
    tg.create_task(work())


asyncio.run(main())

import asyncio


async def main():
    task = asyncio.create_task(asyncio.sleep(1))
    task.stop()


asyncio.run(main())

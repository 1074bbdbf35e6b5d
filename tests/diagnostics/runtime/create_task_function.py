import asyncio


async def tick():
    await asyncio.sleep(0.1)


async def main():
    task = asyncio.create_task(tick)
    await task


asyncio.run(main())

import asyncio


async def child():
    await asyncio.sleep(0.01)
    raise ValueError("from a task")


async def main():
    t = asyncio.create_task(child())
    await asyncio.sleep(0)
    await t


asyncio.run(main())

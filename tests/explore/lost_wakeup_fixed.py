# explore:
import asyncio


async def consumer(condition, items):
    await asyncio.sleep(0.1)
    async with condition:
        await condition.wait_for(lambda: items)
        items.pop()


async def producer(condition, items):
    await asyncio.sleep(0.15)
    async with condition:
        items.append(1)
        condition.notify()


async def main():
    condition, items = asyncio.Condition(), []
    await asyncio.gather(consumer(condition, items), producer(condition, items))


asyncio.run(main())

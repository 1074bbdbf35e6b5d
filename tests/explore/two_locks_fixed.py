# explore:
import asyncio


async def transfer(first, second, delay):
    await asyncio.sleep(delay)
    async with first:
        await asyncio.sleep(0.1)
        async with second:
            pass


async def main():
    a, b = asyncio.Lock(), asyncio.Lock()
    await asyncio.gather(transfer(a, b, 0.1), transfer(a, b, 0.25))


asyncio.run(main())

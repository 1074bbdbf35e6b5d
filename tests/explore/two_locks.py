# explore:
# finds: deadlock, 1
import asyncio


async def transfer(source, target, delay):
    await asyncio.sleep(delay)
    async with source:
        await asyncio.sleep(0.1)
        async with target:
            pass


async def main():
    a, b = asyncio.Lock(), asyncio.Lock()
    await asyncio.gather(transfer(a, b, 0.1), transfer(b, a, 0.25))


asyncio.run(main())

import asyncio


async def fetch(n):
    await asyncio.sleep(0)
    return 1 // n


async def process(n):
    return await fetch(n) + 1


async def main():
    print(await process(1))
    await process(0)


asyncio.run(main())

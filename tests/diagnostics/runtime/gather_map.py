import asyncio


async def fetch(n):
    return n


async def main():
    numbers = await asyncio.gather(map(fetch, [1, 2]))
    print(numbers)


asyncio.run(main())

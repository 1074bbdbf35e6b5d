import asyncio


async def price(x):
    return x


async def main():
    print(sum(price(x) for x in (1, 2)))


asyncio.run(main())

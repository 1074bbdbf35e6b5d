import asyncio


async def price_of(item):
    return 3


async def main():
    total = price_of("apple") + price_of("pear")
    print(total)


asyncio.run(main())

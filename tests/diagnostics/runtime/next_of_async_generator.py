import asyncio


async def ticks():
    for number in range(3):
        yield number


async def main():
    source = ticks()
    print(next(source))


asyncio.run(main())

import asyncio


def add(a, b):
    return a + b


async def main():
    print(await add(1, 2))


asyncio.run(main())

import asyncio


async def numbers():
    yield 1


async def main():
    for_all = await numbers()


asyncio.run(main())

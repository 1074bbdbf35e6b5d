import asyncio


async def main():
    async for number in [1, 2, 3]:
        print(number)


asyncio.run(main())

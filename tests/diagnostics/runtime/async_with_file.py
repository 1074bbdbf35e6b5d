import asyncio


async def main():
    async with open(__file__) as file:
        print(file.read())


asyncio.run(main())

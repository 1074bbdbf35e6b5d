import asyncio


async def main():
    async with open("async_with_file.py") as file:
        print(file.read())


asyncio.run(main())

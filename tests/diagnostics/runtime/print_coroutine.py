import asyncio


async def name():
    return "Ada"


async def main():
    print(f"Hello, {name()}")


asyncio.run(main())

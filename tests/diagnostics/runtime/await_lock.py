import asyncio


async def main():
    stove = asyncio.Lock()
    await stove
    print("cooking")


asyncio.run(main())

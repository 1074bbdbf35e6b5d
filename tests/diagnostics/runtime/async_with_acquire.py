import asyncio


async def main():
    limit = asyncio.Semaphore(2)
    async with limit.acquire():
        print("two at a time")


asyncio.run(main())

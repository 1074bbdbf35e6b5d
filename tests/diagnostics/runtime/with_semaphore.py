import asyncio


async def main():
    gate = asyncio.Semaphore(2)
    with gate:
        print("in")


asyncio.run(main())

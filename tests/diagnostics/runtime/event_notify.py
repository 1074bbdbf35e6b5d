import asyncio


async def main():
    e = asyncio.Event()
    e.notify()


asyncio.run(main())

import asyncio

async def main():
    queue = asyncio.Queue()
    print(queue.get_nowait())

asyncio.run(main())

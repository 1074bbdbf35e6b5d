import asyncio


async def main():
    queue = asyncio.Queue()
    await queue.put(1)
    item = queue.get()
    print(item + 1)


asyncio.run(main())

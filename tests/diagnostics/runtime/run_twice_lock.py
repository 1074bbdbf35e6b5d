import asyncio

lock = asyncio.Lock()


async def work():
    async with lock:
        await asyncio.sleep(0.1)


async def main():
    await asyncio.gather(work(), work())


asyncio.run(main())
asyncio.run(main())

import asyncio


async def main():
    async with asyncio.timeout():
        await asyncio.sleep(1)


asyncio.run(main())

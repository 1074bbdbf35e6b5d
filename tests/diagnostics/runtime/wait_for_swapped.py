import asyncio


async def main():
    pause = asyncio.sleep(1)
    await asyncio.wait_for(2, pause)


asyncio.run(main())

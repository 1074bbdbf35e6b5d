import asyncio


async def tick():
    await asyncio.sleep(0)


async def main():
    loop = asyncio.get_event_loop()
    loop.run_until_complete(tick())


asyncio.run(main())

import asyncio


async def fetch_name():
    await asyncio.sleep(0.1)
    return "ada"


async def main():
    print(fetch_name().upper())


asyncio.run(main())

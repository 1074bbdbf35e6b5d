import asyncio


async def fails():
    raise ValueError("never retrieved")


async def main():
    t = asyncio.create_task(fails(), name="doomed")
    await asyncio.sleep(0)
    del t
    print("main goes on")


asyncio.run(main())

import asyncio


async def save(name):
    await asyncio.sleep(0.1)


async def main():
    save("Ada")
    print("saved")


asyncio.run(main())

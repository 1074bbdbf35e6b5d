import asyncio


async def boil(what):
    await asyncio.sleep(1)
    return f"{what} boiled"


async def main():
    async with asyncio.timeout(0.5):
        print(await boil("pasta"))


asyncio.run(main())

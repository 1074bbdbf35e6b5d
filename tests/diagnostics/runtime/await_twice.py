import asyncio


async def fetch():
    return 1


async def main():
    result = fetch()
    print(await result)
    print(await result)


asyncio.run(main())

import asyncio


async def work():
    return 1


async def main():
    loop = asyncio.get_running_loop()
    print(await loop.run_in_executor(None, work) + 1)


asyncio.run(main())

import asyncio


async def work(n):
    return n


async def main():
    print(await asyncio.gather(work, work))


asyncio.run(main())

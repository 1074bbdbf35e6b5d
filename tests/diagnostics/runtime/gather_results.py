import asyncio


async def work(n):
    return n


async def main():
    results = asyncio.gather(work(1), work(2))
    print(results[0])


asyncio.run(main())

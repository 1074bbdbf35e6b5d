import asyncio


async def work(n):
    await asyncio.sleep(n)
    return n


async def main():
    done, pending = await asyncio.wait([work(1), work(2)])
    print(done)


asyncio.run(main())

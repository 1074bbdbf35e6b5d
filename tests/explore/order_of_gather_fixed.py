# explore:
import asyncio


async def fetch(number, delay):
    await asyncio.sleep(delay)
    return number


async def main():
    pages = await asyncio.gather(fetch(1, 0.1), fetch(2, 0.15), fetch(3, 0.2))
    assert pages == [1, 2, 3], pages


asyncio.run(main())

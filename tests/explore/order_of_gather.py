# explore:
# finds: failed assertion, 1
import asyncio

pages = []


async def fetch(number, delay):
    await asyncio.sleep(delay)
    pages.append(number)


async def main():
    await asyncio.gather(fetch(1, 0.1), fetch(2, 0.15), fetch(3, 0.2))
    assert pages == [1, 2, 3], pages


asyncio.run(main())

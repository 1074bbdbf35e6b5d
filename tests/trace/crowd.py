# Many tasks of one kind, whose lanes are folded.
import asyncio


async def worker(number):
    for _ in range(3):
        await asyncio.sleep(number % 5)


async def main():
    await asyncio.gather(*(worker(number) for number in range(1000)))


asyncio.run(main())

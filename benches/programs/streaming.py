# Asynchronous generators, one feeding the other, and an asynchronous comprehension.
import asyncio


async def numbers(limit):
    for n in range(limit):
        yield n


async def evens(source):
    async for n in source:
        if n % 2 == 0:
            yield n


async def main():
    total = 0
    async for n in evens(numbers(400_000)):
        total += n
    print(total, sum([n async for n in evens(numbers(100_000))]))


asyncio.run(main())

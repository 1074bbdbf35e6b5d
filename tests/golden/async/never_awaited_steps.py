"""Steps of asynchronous generators that nobody awaits, by method."""

import asyncio


async def numbers():
    yield 1
    yield 2


class Source:
    async def items(self):
        yield "item"


async def main():
    generator = numbers()
    generator.asend(None)
    generator.aclose()
    generator.athrow(ValueError)
    generator.__anext__()
    anext(generator)
    print("await anext(generator) =", await anext(generator))
    await generator.aclose()
    Source().items().__anext__()
    async for number in numbers():
        print(number)
    async for number in numbers():
        break
    print("[number async for number in numbers()] =", [number async for number in numbers()])


asyncio.run(main())

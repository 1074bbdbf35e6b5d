import asyncio


async def numbers():
    yield 1


async def fetch():
    return [1]


def plain():
    yield 1


class Ticker:
    def __aiter__(self):
        return self

    async def __anext__(self):
        return 1


async def main(reader: asyncio.StreamReader):
    for n in numbers():
        print(n)
    print([n for n in numbers()])
    async for n in range(3):
        print(n)
    print([n async for n in [1, 2]])
    for n in fetch():
        print(n)
    for line in reader:
        print(line)
    async for n in plain():
        print(n)
    for tick in Ticker():
        print(tick)
    for n in numbers:
        print(n)

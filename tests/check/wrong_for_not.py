"""Each with its own."""

import asyncio


async def numbers():
    yield 1


class Both:
    def __aiter__(self):
        return numbers()

    def __getitem__(self, index):
        return index


async def main(source, reader: asyncio.StreamReader):
    async for n in numbers():
        print(n)
    print([n async for n in numbers() if [m for m in range(n)]])
    for n in [1, 2]:
        print(n)
    for n in source:
        print(n)
    async for n in source:
        print(n)
    async for line in reader:
        print(line)
    for both in Both():
        print(both)
    async for both in Both():
        print(both)
    for future in asyncio.as_completed([]):
        await future
    async for future in asyncio.as_completed([]):
        await future

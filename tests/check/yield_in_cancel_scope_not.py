"""Context managers, and yields after the block."""

import asyncio
import contextlib


@contextlib.asynccontextmanager
async def workers(count):
    async with asyncio.TaskGroup() as group:
        yield group


async def lines(reader):
    while True:
        async with asyncio.timeout(5):
            line = await reader.readline()
        yield line


async def inner(reader):
    async with asyncio.timeout(5):

        async def numbers():
            yield 1

        return [n async for n in numbers()]


async def locked(lock):
    async with lock:
        yield 1

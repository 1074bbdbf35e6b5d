"""Loops that run outside of others."""

import asyncio


async def fetch():
    pass


def in_a_thread():
    asyncio.run(fetch())


async def main():
    await asyncio.to_thread(in_a_thread)
    await asyncio.to_thread(lambda: asyncio.run(fetch()))

    def inner():
        asyncio.run(fetch())

    await asyncio.to_thread(inner)


asyncio.run(main())

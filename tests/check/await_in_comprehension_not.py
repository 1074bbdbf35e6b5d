"""Tasks run already, and some calls need the order."""

import asyncio


async def fetch(url):
    return url


async def numbers():
    yield 1


async def main(urls, queue: asyncio.Queue, client):
    tasks = [asyncio.create_task(fetch(url)) for url in urls]
    done = [await task for task in tasks]
    items = [await queue.get() for _ in range(3)]
    rows = [await client.query(url) for url in urls]
    again = [await fetch("same") for _ in range(3)]
    streamed = [await fetch(n) async for n in numbers()]
    filtered = [url for url in urls if await fetch(url)]
    chained = [await fetch(await fetch(url)) for url in urls]
    return done, items, rows, again, streamed, filtered, chained

"""Loops whose calls depend on each other, or do something else."""

import asyncio


async def fetch(url, before=()):
    return url


async def main(urls, queue, client):
    pages = []
    for url in urls:
        pages.append(await fetch(url, pages))
    for url in urls:
        await fetch(url)
    for url in urls:
        pages.append(await client.get(url))
    for url in urls:
        pages.append(await fetch(url))
        if len(pages) > 3:
            break
    for _ in range(3):
        pages.append(await queue.get())
    tasks = [asyncio.create_task(fetch(url)) for url in urls]
    for task in tasks:
        pages.append(await task)
    return pages

"""The same two requests, one after the other and side by side."""

import asyncio
import time


def fetch(service, delay):
    print(f"{service}: asked")
    time.sleep(delay)
    print(f"{service}: answered")


async def fetch_async(service, delay):
    print(f"{service}: asked")
    await asyncio.sleep(delay)
    print(f"{service}: answered")


async def side_by_side():
    async with asyncio.TaskGroup() as group:
        group.create_task(fetch_async("maps", 0.4))
        group.create_task(fetch_async("music", 0.2))


def measure(title, work):
    print(f"-- {title} --")
    start = time.perf_counter()
    work()
    print(f"{time.perf_counter() - start:.1f} s")


measure("blocking", lambda: (fetch("maps", 0.4), fetch("music", 0.2)))
measure("concurrent", lambda: asyncio.run(side_by_side()))

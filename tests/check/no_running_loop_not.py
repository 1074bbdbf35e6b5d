"""Tasks created while a loop runs."""

import asyncio


async def work():
    await asyncio.sleep(1)


async def main():
    task = asyncio.create_task(work())
    await task


def start(tasks):
    tasks.append(asyncio.create_task(work()))


make = lambda: asyncio.create_task(work())

asyncio.run(main())

"""Tasks created while a module is imported."""

import asyncio


async def work():
    await asyncio.sleep(1)


task = asyncio.create_task(work())


class Service:
    worker = asyncio.create_task(work())

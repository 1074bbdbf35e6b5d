"""Loops that never let others run."""

import asyncio


async def main(server):
    while not server.ready:
        pass
    while True:
        ...
    while server.busy:
        await asyncio.sleep(0)
    while await server.step():
        pass


async def unused(job):
    task = asyncio.create_task(job())
    print("started")


async def used(job):
    task = asyncio.create_task(job())
    await asyncio.sleep(1)

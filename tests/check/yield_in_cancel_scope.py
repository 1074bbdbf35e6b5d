"""Generators that yield inside of task groups and timeouts."""

import asyncio


async def lines(reader):
    async with asyncio.timeout(5):
        while line := await reader.readline():
            yield line


async def results(jobs):
    async with asyncio.TaskGroup() as group:
        for job in jobs:
            yield group.create_task(job())

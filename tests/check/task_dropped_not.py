"""Tasks that somebody holds on to."""

import asyncio

tasks = set()


async def work():
    pass


async def main(group):
    task = asyncio.create_task(work())
    tasks.add(asyncio.create_task(work()))
    asyncio.create_task(work()).add_done_callback(tasks.discard)
    await asyncio.create_task(work())
    async with asyncio.TaskGroup() as own:
        own.create_task(work())
        group.create_task(work())
    await task
    return [asyncio.create_task(work())]


# As notebooks do it.
loop = asyncio.get_event_loop()
loop.create_task(work())

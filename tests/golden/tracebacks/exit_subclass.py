"""A subclass of SystemExit out of a task group."""

import asyncio


class Leave(SystemExit):
    pass


async def leaves():
    raise Leave("bye")


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(leaves())


asyncio.run(main())

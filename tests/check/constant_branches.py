"""Code in branches that a constant switches off, and code that runs."""

import asyncio

_IS_SYNC = False
DEBUG = True


async def work():
    await asyncio.sleep(1)


def run():
    if _IS_SYNC:
        work()
    if not DEBUG:
        work()
    elif False:
        work()
    if DEBUG:
        work()


run()

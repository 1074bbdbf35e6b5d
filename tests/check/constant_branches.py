"""Code in branches that a constant switches off, and code that runs."""

import asyncio

from tests_helpers import IS_SYNC

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
    if is_sync():
        print("work")
    else:
        work()
    if not is_sync():
        work()


def is_sync():
    """Another file says which of the two versions this is."""
    return IS_SYNC


run()

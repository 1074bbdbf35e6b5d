"""asyncio's debug mode: coroutines remember where they were made."""

import asyncio
import sys


async def never():
    pass


def makes():
    never()


async def main():
    print("asyncio.get_running_loop().get_debug() =", asyncio.get_running_loop().get_debug())
    never()
    makes()
    asyncio.get_running_loop().set_debug(False)
    never()


asyncio.run(main(), debug=True)
never()
print("sys.flags.dev_mode =", sys.flags.dev_mode)

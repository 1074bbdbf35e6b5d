"""Tasks that all wait for what can never happen are an error.

CPython waits for ever. (So that this program ends there, too, it does not wait at all.)
"""

import asyncio
import sys


async def main():
    await asyncio.Event().wait()


if sys.implementation.name == "hob":
    try:
        asyncio.run(main())
    except RuntimeError as error:
        print(str(error).splitlines()[0])
else:
    print("would wait for ever")

"""Tracebacks leave out the frames of library functions that are native here.

CPython has asyncio in Python, so that its frames stand between the program's. A frame of a function
in Rust has no line to show.
"""

import asyncio
import traceback


async def fail():
    raise ValueError("no")


try:
    asyncio.run(asyncio.wait_for(fail(), 1))
except ValueError as error:
    for frame in traceback.extract_tb(error.__traceback__):
        own = frame.filename == __file__
        print("the program's:" if own else "the library's:", frame.name)

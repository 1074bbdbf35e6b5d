"""What goes wrong where nobody can handle it: in finalizers of coroutines and generators."""

import asyncio
import sys


class Bad:
    def __del__(self):
        raise RuntimeError("in __del__")


async def ignores_exit():
    try:
        await asyncio.sleep(10)
    except GeneratorExit:
        await asyncio.sleep(0)


async def fails_at_end():
    try:
        yield 1
    finally:
        raise ValueError("in an asynchronous generator")


def hook(unraisable):
    print("hook:", type(unraisable.exc_value).__name__, unraisable.err_msg, unraisable.exc_traceback is not None)


async def main():
    Bad()
    coroutine = ignores_exit()
    coroutine.send(None)
    del coroutine
    generator = fails_at_end()
    await anext(generator)
    del generator
    await asyncio.sleep(0.01)
    sys.unraisablehook = hook
    Bad()
    coroutine = ignores_exit()
    coroutine.send(None)
    del coroutine


asyncio.run(main())

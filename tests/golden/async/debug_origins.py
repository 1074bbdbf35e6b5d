"""In debug mode futures, tasks and handles know where they were made, and calls are checked."""

import asyncio
import functools
import gc
import os


def show(*things):
    print(*[str(thing).replace(os.path.dirname(os.path.abspath(__file__)) + "/", "") for thing in things])


def failing(*args, **kwargs):
    raise KeyError("in a callback")


async def boom():
    raise ValueError("in a task")


def make(loop):
    return asyncio.Task(boom(), loop=loop, name="made directly")


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(handler)
    handle = loop.call_soon(failing, 1, "two", [3] * 20)
    show(handle)
    loop.call_soon(functools.partial(failing, "bound", key=1), 2)
    cancelled = loop.call_soon(failing, "never")
    cancelled.cancel()
    show(cancelled)
    task = make(loop)
    show(task)
    await asyncio.sleep(0.01)
    print(task._source_traceback[-1].line)
    del task
    future = asyncio.Future()
    show(future)
    future.set_exception(OSError("nobody asked"))
    del future
    gc.collect()
    await asyncio.sleep(0.01)
    for call in [
        lambda: loop.call_soon(3),
        lambda: loop.call_soon(boom),
        lambda: loop.call_later(1, boom),
        lambda: loop.run_in_executor(None, boom),
    ]:
        try:
            call()
        except TypeError as error:
            print(error)


def handler(loop, context):
    show(sorted(context), context["message"].split(" took")[0])
    loop.default_exception_handler(context)


asyncio.run(main(), debug=True)

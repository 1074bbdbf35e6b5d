"""get_stack() and print_stack() of tasks that wait, have failed, are done."""

import asyncio
import io
import os

FOLDER = os.path.dirname(os.path.abspath(__file__)) + "/"


async def inner():
    await asyncio.sleep(1)


async def outer():
    await inner()


async def deeper():
    raise ValueError("broken")


async def fails():
    await asyncio.sleep(0)
    await deeper()


def show(task, **options):
    file = io.StringIO()
    task.print_stack(file=file, **options)
    print(file.getvalue().replace(FOLDER, ""), end="")


async def main():
    waiting, failing = asyncio.create_task(outer()), asyncio.create_task(fails())
    show(waiting)
    await asyncio.wait([failing])
    for task in (waiting, failing):
        show(task)
        show(task, limit=1)
        print([(frame.f_code.co_name, frame.f_lineno) for frame in task.get_stack()])
    print("len(failing.get_stack(limit=1)), len(failing.get_stack(li... =", len(failing.get_stack(limit=1)), len(failing.get_stack(limit=0)))
    waiting.cancel()
    await asyncio.wait([waiting])
    show(waiting)
    failing.set_name("failed")


asyncio.run(main())

"""Handlers that let a cancellation through, or whose function has cancelled the task itself."""

import asyncio
import sys


async def work():
    await asyncio.sleep(1)


async def canceller():
    task = asyncio.create_task(work())
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled, as it should be")


async def cleaning():
    try:
        await work()
    except asyncio.CancelledError:
        print("good-bye")


async def worker(queue):
    while True:
        try:
            await queue.get()
        except asyncio.CancelledError:
            print("good-bye")
            break
        except Exception:
            print("go on")


async def raising():
    while True:
        try:
            await work()
        except asyncio.CancelledError:
            raise
        except:
            print(sys.exc_info())


async def keeping():
    try:
        await work()
    except BaseException as error:
        return error


async def nothing_to_cancel():
    try:
        print("no await here")
    except:
        pass


def plain():
    while True:
        try:
            return 1
        except:
            pass


async def retry(make):
    while True:
        task = make()
        try:
            task.cancel()
            await task
        except asyncio.CancelledError:
            print("the task's")

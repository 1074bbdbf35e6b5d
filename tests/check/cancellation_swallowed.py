import asyncio
from asyncio import CancelledError


async def work():
    await asyncio.sleep(1)


async def worker(queue):
    while True:
        try:
            await queue.get()
        except asyncio.CancelledError:
            print("no, thanks")


async def stubborn():
    while True:
        try:
            await work()
        except (CancelledError, OSError):
            continue


async def everything():
    try:
        await work()
    except:
        print("something happened")


async def base():
    try:
        await work()
    except ValueError:
        pass
    except BaseException:
        pass

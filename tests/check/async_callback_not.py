"""Callbacks that do what they should."""

import asyncio
import threading

tasks = set()


async def ring():
    print("ding")


def start():
    tasks.add(asyncio.create_task(ring()))


async def main(callback):
    loop = asyncio.get_running_loop()
    loop.call_later(1, start)
    loop.call_soon(lambda: tasks.add(asyncio.create_task(ring())))
    loop.call_later(1, callback)
    await asyncio.to_thread(asyncio.run, ring())
    await asyncio.to_thread(print, ring)
    threading.Thread(target=asyncio.run, args=(ring(),)).start()

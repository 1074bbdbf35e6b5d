"""Calls that return at once, whatever they are named."""

import asyncio
import queue
import threading

waiting = queue.Queue()


async def main():
    waiting.put(1)
    while not waiting.empty():
        print(waiting.get())
    lock = threading.Lock()
    lock.acquire()
    with lock:
        await asyncio.sleep(1)


asyncio.run(main())

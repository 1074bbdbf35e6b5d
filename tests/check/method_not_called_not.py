"""Methods that are called, and attributes that are none."""

import asyncio

stop = asyncio.Event()


async def main(queue: asyncio.Queue, event):
    while not stop.is_set() and not event.is_set:
        check = stop.is_set
        if check() or queue.maxsize:
            break
    print(list(filter(stop.is_set, [])))

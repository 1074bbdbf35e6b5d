"""Calls that do something by themselves, or whose objects are not asyncio's."""

import asyncio
import queue
import threading


async def work():
    pass


async def main(lock, q: queue.Queue, waiter):
    lock.acquire()
    q.put_nowait(1)
    jobs = asyncio.Queue()
    jobs.put_nowait(1)
    jobs.task_done()
    event = asyncio.Event()
    event.set()
    threading.Event().set()
    asyncio.get_running_loop().run_in_executor(None, print, "starts by itself")
    asyncio.get_running_loop().call_soon(print, "starts by itself")
    all_of_them = asyncio.gather(work(), work())
    waiter.append(asyncio.sleep(1))
    await all_of_them
    await asyncio.wait({asyncio.create_task(work())})


class Either:
    def __init__(self, is_threaded):
        self.lock = threading.Lock() if is_threaded else asyncio.Lock()
        self.event = asyncio.Event()

    def run(self):
        self.lock.acquire()
        self.event.wait()


def make(either):
    either.event = threading.Event()

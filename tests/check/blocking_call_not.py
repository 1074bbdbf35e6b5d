"""What blocks outside of coroutines, in threads, or not at all."""

import asyncio
import concurrent.futures
import os
import queue
import subprocess
import threading
import time


def plain():
    time.sleep(1)
    input()


class Clock:
    def sleep(self, seconds):
        pass


async def main(sleep, input, q):
    await asyncio.sleep(1)
    await asyncio.to_thread(time.sleep, 1)
    await asyncio.to_thread(lambda: time.sleep(1))
    sleep(1)
    input()
    time.sleep(0)
    Clock().sleep(1)

    def in_a_thread():
        time.sleep(1)

    await asyncio.get_running_loop().run_in_executor(None, in_a_thread)
    queue.Queue().put_nowait(1)
    queue.Queue().get(block=False)
    queue.Queue().get(False)
    threading.Lock().acquire(blocking=False)
    q.get()
    ",".join([])
    os.path.join("a", "b")
    os.waitpid(1, os.WNOHANG)
    subprocess.Popen(["true"]).poll()  # hob: ignore[H202]
    open("file").read()  # hob: ignore[H202]
    time = Clock()
    time.sleep(2)


async def done_by_then(future, thread):
    pool = concurrent.futures.ThreadPoolExecutor()
    result = pool.submit(print)
    worker = threading.Thread(target=print)
    await asyncio.wrap_future(result)
    print(result.result(), future.result())
    worker.join()
    thread.join()


async def patched():
    subprocess.run(["true"])


subprocess.run = lambda *args: None
time.sleep(1)

# Work handed to threads, eager tasks, a sleep cut short, and a loop in another thread.
import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor


def read(seconds):
    time.sleep(seconds)
    return seconds


def fail():
    time.sleep(1)
    raise ValueError("no such row")


async def hurry(event):
    await event.wait()
    return "quick"


async def nap(seconds, limit):
    async with limit:
        await asyncio.sleep(seconds)


async def elsewhere():
    await asyncio.sleep(1)


async def main():
    loop = asyncio.get_running_loop()
    print(await asyncio.gather(asyncio.to_thread(read, 2), asyncio.to_thread(time.sleep, 1)))
    with ThreadPoolExecutor(1) as pool:
        failing = loop.run_in_executor(pool, fail)
        print(await asyncio.gather(failing, return_exceptions=True))
    limit = asyncio.Semaphore(1)
    try:
        await asyncio.wait_for(nap(5, limit), 3)
    except TimeoutError:
        print("too late")
    loop.set_task_factory(asyncio.eager_task_factory)
    event = asyncio.Event()
    loop.call_later(1, event.set)
    print(await asyncio.create_task(hurry(event), name="hurry"))
    thread = threading.Thread(target=lambda: asyncio.run(elsewhere()))
    thread.start()
    await asyncio.to_thread(thread.join)


asyncio.run(main())

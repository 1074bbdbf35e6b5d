# clock: real
import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor


def work(n):
    time.sleep(n * 0.1)
    return n


async def main():
    loop = asyncio.get_running_loop()
    for f in asyncio.as_completed([asyncio.to_thread(work, n) for n in (3, 1, 2)]):
        print("finished", await f)
    with ThreadPoolExecutor(max_workers=1) as pool:
        print("await asyncio.gather(*(loop.run_in_executor(pool, work, n... =", await asyncio.gather(*(loop.run_in_executor(pool, work, n) for n in (1, 0))))
    print("await asyncio.to_thread(lambda: threading.current_thread(... =", await asyncio.to_thread(lambda: threading.current_thread() is threading.main_thread()))
    ticks = 0

    async def ticker():
        nonlocal ticks
        while True:
            ticks += 1
            await asyncio.sleep(0.005)

    t = asyncio.create_task(ticker())
    await asyncio.to_thread(work, 2)
    t.cancel()
    print("the loop ran meanwhile:", ticks > 2)
    event = asyncio.Event()

    def from_thread():
        loop.call_soon_threadsafe(event.set)
        return "set"

    print(await asyncio.gather(event.wait(), asyncio.to_thread(from_thread)))
    try:
        await asyncio.wait_for(asyncio.to_thread(work, 2), 0.02)
    except TimeoutError:
        print("timeout; the thread goes on")


asyncio.run(main())

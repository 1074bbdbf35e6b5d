import asyncio
import concurrent.futures
import subprocess
import time


def wash():
    print("washing")


def count():
    return [1, 2]


async def fetch(n):
    return n


async def numbers():
    yield 1


class Plate:
    pass


async def main(queue: asyncio.Queue):
    await time.sleep(1)
    await wash()
    await count()
    await [fetch(1), fetch(2)]
    await [fetch(n) for n in range(3)]
    await (fetch(1), fetch(2))
    await (fetch(n) for n in range(3))
    pending = [fetch(1)]
    await pending
    await "text"
    await print("hello")
    await queue.put_nowait(1)
    await subprocess.run(["true"])
    await asyncio.gather([fetch(1), fetch(2)])
    await asyncio.gather(fetch(n) for n in range(3))
    await asyncio.wait_for(wash(), 1)
    await asyncio.wait([fetch(1), fetch(2)])
    await asyncio.wait(fetch(1))
    await asyncio.wait([fetch(n) for n in range(3)])
    await wash
    await Plate()
    await numbers()
    await asyncio.Lock()
    await asyncio.create_task(asyncio.gather(fetch(1)))
    pool = concurrent.futures.ThreadPoolExecutor()
    await pool.submit(wash)
    task = asyncio.create_task(fetch(1))
    await task.cancel()
    asyncio.create_task(wash())


asyncio.run(wash())
asyncio.run([fetch(1)])
asyncio.run(asyncio.gather(fetch(1), fetch(2)))

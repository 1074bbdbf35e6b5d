import asyncio
from asyncio import sleep as nap, Queue
import asyncio as aio

queue = Queue()


async def work():
    pass


async def main(condition: asyncio.Condition, event: "asyncio.Event"):
    asyncio.sleep(1)
    nap(1)
    aio.wait_for(work(), 1)
    asyncio.to_thread(print, "hello")
    asyncio.gather(work(), work())
    asyncio.shield(work())
    lock = asyncio.Lock()
    lock.acquire()
    queue.put(1)
    queue.join()
    condition.wait()
    pause = asyncio.sleep(2)
    reader, writer = await asyncio.open_connection("localhost", 80)
    line = reader.readline()
    writer.drain()
    writer.close()
    writer.wait_closed()
    server = await asyncio.start_server(work, "localhost", 80)
    async with server:
        server.serve_forever()
    process = await asyncio.create_subprocess_exec("true")
    process.wait()


class Worker:
    def __init__(self):
        self.ready = asyncio.Event()
        self.queue: asyncio.Queue[int] = asyncio.Queue()
        self.later = None

    async def run(self):
        self.ready.wait()
        self.queue.get()
        self.later = asyncio.Event()
        self.later.wait()

import asyncio
import os
import queue
import socket
import subprocess
import threading


def run(items):
    """Another queue of the module has a size, and the first put into a new one has room."""
    results: queue.Queue[int | None] = queue.Queue()
    handle = queue.Queue(maxsize=1)

    async def feed():
        handle.put(asyncio.current_task())
        async for item in items:
            results.put(item)
        results.put(None)

    threading.Thread(target=asyncio.run, args=(feed(),)).start()
    return results, handle


class Heart(threading.Thread):
    """The loop of the thread has no other tasks."""

    def __init__(self):
        super().__init__()
        self.done = threading.Event()

    def run(self):
        asyncio.run(self.beat())

    async def beat(self):
        while not self.done.is_set():
            self.done.wait(1)


class Child:
    def __init__(self, command):
        self.process = subprocess.Popen(command)

    async def wait(self, ended):
        await ended.wait()
        return self.process.wait()


async def copy(send):
    reader, writer = os.pipe()
    await send(writer)
    return os.read(reader, 8)


def numeric(host):
    return socket.getaddrinfo(host, 80, flags=socket.AI_NUMERICHOST)


async def resolve(host):
    return numeric(host)

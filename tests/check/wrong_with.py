import asyncio
import threading
from contextlib import asynccontextmanager, contextmanager

lock = asyncio.Lock()


@contextmanager
def plain():
    yield


@asynccontextmanager
async def connection():
    yield


class Session:
    async def __aenter__(self):
        return self

    async def __aexit__(self, *error):
        pass


class File:
    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass


async def main():
    with lock:
        pass
    with asyncio.Semaphore(2), asyncio.timeout(1):
        pass
    with asyncio.TaskGroup() as group:
        pass
    async with threading.Lock():
        pass
    async with open("file") as file:
        pass
    async with plain():
        pass
    with connection() as c:
        pass
    with Session() as session:
        pass
    async with File():
        pass

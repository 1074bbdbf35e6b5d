"""Each with its own."""

import asyncio
import threading
from contextlib import AsyncExitStack, ExitStack, suppress


class Both:
    def __enter__(self):
        return self

    async def __aenter__(self):
        return self


class Unknown(ExitStack):
    async def __aenter__(self):
        return self


async def main(lock):
    async with asyncio.Lock(), asyncio.timeout(1):
        pass
    with threading.Lock(), suppress(OSError), open("file"):  # hob: ignore[H202]
        pass
    with Both(), Unknown(), lock:
        pass
    async with Both(), Unknown(), lock, AsyncExitStack():
        pass
    async with await asyncio.start_server(main, "localhost", 80):
        pass
    with asyncio.Runner():
        pass

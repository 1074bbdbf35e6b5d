"""What can be awaited after all, or may be."""

import asyncio
import types
from unittest import mock


async def fetch(n):
    return n


def start(n):
    return asyncio.create_task(fetch(n))


def maybe(n):
    if n:
        return fetch(n)


def stub():
    raise NotImplementedError


def unknown(n):
    return n.run()


@types.coroutine
def old_style():
    yield


def wrapped():
    pass


wrapped = types.coroutine(wrapped)


class Promise:
    def __await__(self):
        return fetch(1).__await__()


class Derived(Promise):
    pass


class Base:
    def hook(self):
        pass

    def dynamic(self):
        pass

    async def run(self):
        await self.hook()
        await self.dynamic()


class Child(Base):
    async def hook(self):
        pass


base = Base()
base.dynamic = mock.AsyncMock()


async def main(x, tasks: list):
    await start(1)
    await maybe(1)
    await stub()
    await unknown(x)
    await old_style()
    await wrapped()
    await Promise()
    await Derived()
    await x
    await tasks
    await asyncio.gather(*[fetch(n) for n in range(3)], start(2), x)
    await asyncio.wait([start(n) for n in range(3)])
    await asyncio.wait(tasks)
    await asyncio.shield(start(1))
    await (fetch(1) if x else start(1))
    job = None
    job = job or fetch(2)
    await job
    await asyncio.get_running_loop().run_in_executor(None, print)
    await asyncio.Queue().get_nowait()


asyncio.run(main(1, []))

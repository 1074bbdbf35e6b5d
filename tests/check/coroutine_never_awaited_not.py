"""Coroutines that are awaited, scheduled, or handed on."""

import asyncio
from functools import lru_cache, partial


async def greet(name="you"):
    print("hello", name)


def scheduled(function):
    return lambda *args: asyncio.create_task(function(*args))


@scheduled
async def decorated():
    pass


@lru_cache
async def cached():
    pass


async def numbers():
    yield 1


if asyncio:

    def either():
        return 1
else:

    async def either():
        return 1


def replaced():
    pass


async def replaced():
    pass


class Base:
    async def run(self):
        self.step()
        self.hook()
        self.cached()
        self.property.run()

    async def step(self):
        pass

    async def hook(self):
        pass

    @property
    async def property(self):
        return self

    @lru_cache
    async def cached(self):
        pass


class Child(Base):
    def step(self):
        print("synchronous here")


Base.hook = lambda self: None


async def main(run, group):
    await greet()
    awaited = greet()
    await awaited
    handed_on = greet()
    run(handed_on)
    print([handed_on])
    closed = greet()
    closed.close()
    decorated()
    numbers()
    either()
    Base().step()
    replaced().close()
    partial(greet, "Eve")()
    maybe = None
    if run:
        maybe = greet()
    if maybe:
        await maybe
    greet = run
    greet()
    in_closure = Base().run()

    def later():
        return in_closure

    group.greet()
    return later, main(run, group)


def made():
    coroutine = Base().run()
    return coroutine


async def shadowed(greet):
    greet()


async def either_way(flag):
    x = Base().run() if flag else None
    return await x


asyncio.run(Base().run())

"""Chains of generators and coroutines that grow from one suspension to the next end at the limit."""

import asyncio


def counting(n):
    yield n
    yield from counting(n + 1)


last = None
try:
    for last in counting(0):
        pass
except RecursionError as error:
    print("yield from:", error, 900 < last < 1000)


async def waiting(n):
    global last
    last = n
    await asyncio.sleep(0)
    await waiting(n + 1)


try:
    asyncio.run(waiting(0))
except RecursionError as error:
    print("await:", error, 900 < last < 1000)


async def items(n):
    yield n
    async for item in items(n + 1):
        yield item


async def read():
    global last
    async for last in items(0):
        pass


try:
    asyncio.run(read())
except RecursionError as error:
    print("async for:", error)


async def retrying(left):
    """Frames that end make room again."""
    for _ in range(3):
        await asyncio.sleep(0)
        if left:
            await retrying(left - 1)
            return


async def many():
    for _ in range(5):
        await retrying(800)
    print("many chains of 800: done")


asyncio.run(many())


def inner():
    received = yield "first"
    while received is not None:
        received = yield received


def outer():
    yield from inner()


def driven_by_hand():
    generator = outer()
    print("by hand:", next(generator), generator.send("sent"))
    yield from generator


print("then awaited:", list(driven_by_hand()))

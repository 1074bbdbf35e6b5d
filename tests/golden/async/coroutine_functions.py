"""What counts as a coroutine function, and generators that types.coroutine makes awaitable."""

import asyncio
import functools
import inspect
import types
from unittest import mock


async def plain():
    return "plain"


@types.coroutine
def old_style(value):
    result = yield from plain()
    yield
    return result, value


@inspect.markcoroutinefunction
def marked():
    return plain()


class Thing:
    async def method(self):
        return "method"

    @staticmethod
    async def static():
        return "static"


async def main():
    for function in [
        asyncio.sleep, asyncio.wait_for, asyncio.gather, asyncio.to_thread, asyncio.Queue.get,
        asyncio.Queue().get, asyncio.Lock.acquire, asyncio.timeout, asyncio.open_connection,
        plain, old_style, marked, functools.partial(plain), Thing().method, Thing.static, Thing, len,
    ]:
        print(getattr(function, "__name__", type(function).__name__), asyncio.iscoroutinefunction(function), inspect.iscoroutinefunction(function), sep=": ")
    print()
    print(await old_style(5), inspect.isgeneratorfunction(old_style), type(old_style(1)).__name__)
    print("inspect.isawaitable(old_style(1)), asyncio.iscoroutine(ol... =", inspect.isawaitable(old_style(1)), asyncio.iscoroutine(old_style(1)))
    print(await asyncio.gather(old_style(1), old_style(2)))
    try:
        asyncio.create_task(old_style(1))
    except TypeError as error:
        print(str(error).split("<")[0])

    def by_hand():
        yield from plain()

    try:
        list(by_hand())
    except TypeError as error:
        print(error)

    with mock.patch("asyncio.sleep") as sleep:
        await asyncio.sleep(100)
        sleep.assert_awaited_once_with(100)
    with mock.patch("asyncio.sleep", return_value="at once"):
        print(await asyncio.sleep(5))

    waiting = asyncio.get_running_loop().create_future()

    async def waits():
        return await waiting

    coroutine = waits()
    task = asyncio.create_task(coroutine)
    await asyncio.sleep(0)
    try:
        await coroutine
    except RuntimeError as error:
        print(error)
    waiting.set_result("waited")
    print(await task)


import warnings

warnings.simplefilter("ignore")
asyncio.run(main())

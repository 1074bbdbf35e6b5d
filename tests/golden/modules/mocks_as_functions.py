# Which mocks are coroutine functions, for inspect and asyncio.
import asyncio
import inspect
from unittest import mock


async def coroutine():
    pass


class Answers:
    def __getattr__(self, name):
        return True

    def __call__(self):
        pass


for name, thing in [
    ("MagicMock", mock.MagicMock()), ("its __call__", mock.MagicMock().__call__), ("AsyncMock", mock.AsyncMock()), ("function", coroutine),
    ("bound to a mock", mock.MagicMock().method), ("answers all names", Answers()), ("asyncio.sleep", asyncio.sleep),
]:
    print(name, inspect.iscoroutinefunction(thing))

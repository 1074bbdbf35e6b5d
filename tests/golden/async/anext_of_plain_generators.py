"""anext() with a default awaits what __anext__() returned, which must be awaitable."""
import asyncio


class Steps:
    def __init__(self, result):
        self.result = result

    def __aiter__(self):
        return self

    def __anext__(self):
        return self.result()


def generator():
    yield 1


async def coroutine():
    return "item"


async def end():
    raise StopAsyncIteration


async def main():
    for result in coroutine, end, generator, int:
        try:
            print(result.__name__, await anext(Steps(result), "default"))
        except TypeError as error:
            print(result.__name__, error)


asyncio.run(main())

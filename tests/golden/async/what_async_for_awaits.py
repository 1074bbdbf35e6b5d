"""`cr_await` of coroutines that iterate over asynchronous generators, as tools that show stacks follow it."""

import gc
import types


@types.coroutine
def pause():
    yield


async def inner():
    await pause()
    yield 1


async def outer():
    async for item in inner():
        yield item


async def loop():
    async for item in outer():
        print("item =", item)


async def comprehension():
    return [item async for item in outer()]


async def call():
    return await anext(outer())


async def method():
    return await outer().__anext__()


def chain(awaited):
    while awaited is not None:
        name = type(awaited).__name__
        if name == "async_generator_asend":
            [awaited] = [thing for thing in gc.get_referents(awaited) if hasattr(thing, "ag_frame")]
            yield f"{name} of {awaited.ag_frame.f_code.co_name}"
            awaited = awaited.ag_await
        elif name == "coroutine":
            yield f"{name} {awaited.cr_frame.f_code.co_name}"
            awaited = awaited.cr_await
        else:
            yield name
            return


for function in (loop, comprehension, call, method):
    coroutine = function()
    coroutine.send(None)
    print(function.__name__, "=", *chain(coroutine), sep="\n  ")
    try:
        coroutine.send(None)
    except StopIteration as stop:
        print(function.__name__, "returns", stop.value)

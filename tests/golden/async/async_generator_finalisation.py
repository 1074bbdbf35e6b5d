import asyncio


async def resource(name):
    try:
        print("open", name)
        while True:
            yield name
            await asyncio.sleep(0)
    finally:
        print("closing", name)
        await asyncio.sleep(0)
        print("closed", name)


async def main():
    async for x in resource("a"):
        break
    print("after break: closing is scheduled")
    await asyncio.sleep(0.01)
    print("--")
    g = resource("b")
    await anext(g)
    del g
    print("dropped")
    await asyncio.sleep(0.01)
    from contextlib import aclosing

    async with aclosing(resource("c")) as stream:
        async for x in stream:
            print("in", x)
            break
    print("closed before here")
    global kept
    kept = resource("kept until the end of run")
    await anext(kept)
    print("main ends")


asyncio.run(main())
print("run is over")


async def stubborn():
    try:
        yield 1
    finally:
        yield 2


async def close_stubborn():
    items = stubborn()
    print("stubborn gives", await anext(items))
    try:
        await items.aclose()
    finally:
        try:
            await items.aclose()
        except StopAsyncIteration as error:
            print("closing again:", type(error).__name__)


try:
    close_stubborn().send(None)
except RuntimeError as error:
    print(type(error).__name__, error)


async def inner():
    try:
        await asyncio.sleep(10)
    finally:
        print("inner is left")


async def waiting():
    await inner()
    yield


async def abandon():
    step = waiting().__anext__()
    step.send(None)


try:
    abandon().send(None)
except (RuntimeError, StopIteration) as error:
    print(type(error).__name__, error)

import asyncio


class Awaitable:
    def __await__(self):
        print("await begins")
        result = yield from asyncio.sleep(0, "slept").__await__()
        print("await ends", result)
        return "value"


class NoIterator:
    def __await__(self):
        return 5


class YieldsNumber:
    def __await__(self):
        yield 5


class BareYield:
    def __await__(self):
        print("yield None is one pass")
        yield
        return "after"


async def attempt(thing):
    try:
        print(await thing)
    except (TypeError, RuntimeError) as error:
        print(type(error).__name__, error)


async def main():
    await attempt(Awaitable())
    await attempt(BareYield())
    await attempt(5)
    await attempt("text")
    await attempt(None)
    await attempt(NoIterator())
    await attempt(YieldsNumber())
    await attempt(x for x in [1])
    await attempt(main)
    other = asyncio.new_event_loop()
    f = other.create_future()

    async def wrong_loop():
        await f

    try:
        await asyncio.create_task(wrong_loop())
    except RuntimeError as error:
        print(str(error).split(" ")[-6:])
    other.close()
    try:
        async with 5:
            pass
    except TypeError as error:
        print(error)
    try:
        async for x in [1]:
            pass
    except TypeError as error:
        print(error)
    try:
        asyncio.run(asyncio.sleep(0))
    except RuntimeError as error:
        print(error)


import warnings

warnings.simplefilter("ignore")
asyncio.run(main())
try:
    asyncio.run(5)
except ValueError as error:
    print(error)
try:
    asyncio.run(main)
except ValueError as error:
    print(str(error).split(" <")[0])

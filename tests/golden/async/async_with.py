import asyncio
from contextlib import AsyncExitStack, asynccontextmanager


class CM:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow

    async def __aenter__(self):
        print("entering", self.name)
        await asyncio.sleep(0)
        print("entered", self.name)
        return self.name

    async def __aexit__(self, kind, error, tb):
        print("exiting", self.name, repr(error))
        await asyncio.sleep(0)
        return self.swallow


@asynccontextmanager
async def managed(name):
    print("setup", name)
    await asyncio.sleep(0)
    try:
        yield name.upper()
    except KeyError as error:
        print("handled", error)
    finally:
        print("teardown", name)


async def main():
    async with CM("a") as a, CM("b"):
        print("body", a)
    async with CM("s", swallow=True):
        raise ValueError("swallowed")
    try:
        async with CM("o"), CM("i"):
            raise TypeError("through")
    except TypeError as error:
        print("caught", error)
    async with managed("m") as m:
        print("m =", m)
    async with managed("k"):
        raise KeyError("k")

    async def returning():
        async with CM("r"):
            return "value"

    print(await returning())

    async def cancelled():
        async with CM("c"):
            await asyncio.sleep(1)

    t = asyncio.create_task(cancelled())
    await asyncio.sleep(0.01)
    t.cancel()
    await asyncio.wait([t])
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(CM("x"))
        stack.enter_context(open("/dev/null"))
        stack.push_async_callback(asyncio.sleep, 0)
        stack.callback(print, "callback")
        print("await stack.enter_async_context(managed(\"y\")) =", await stack.enter_async_context(managed("y")))
    async with asyncio.Lock(), asyncio.Semaphore(1), asyncio.timeout(1):
        print("mixed")


asyncio.run(main())

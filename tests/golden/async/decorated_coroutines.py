import asyncio
import functools


def logged(f):
    @functools.wraps(f)
    async def wrapper(*args, **kwargs):
        print(">", f.__name__, args, kwargs)
        try:
            return await f(*args, **kwargs)
        finally:
            print("<", f.__name__)

    return wrapper


def once(f):
    """Concurrent calls share one running task."""
    tasks = {}

    @functools.wraps(f)
    async def wrapper(key):
        if key not in tasks:
            tasks[key] = asyncio.create_task(f(key))
        return await tasks[key]

    return wrapper


class Limit:
    def __init__(self, n):
        self.semaphore = asyncio.Semaphore(n)

    def __call__(self, f):
        async def wrapper(*args):
            async with self.semaphore:
                return await f(*args)

        return wrapper


@logged
async def add(a, b=1):
    await asyncio.sleep(0)
    return a + b


@once
async def fetch(key):
    print("fetching", key)
    await asyncio.sleep(0.01)
    return key.upper()


@Limit(2)
async def limited(n):
    print("start", n)
    await asyncio.sleep(0)
    print("stop", n)
    return n


class Service:
    @logged
    async def method(self, x):
        return x * 2

    @classmethod
    async def create(cls):
        self = cls()
        await asyncio.sleep(0)
        self.ready = True
        return self

    @property
    async def value(self):
        return "from a property"

    @staticmethod
    async def helper():
        return "static"

    async def __call__(self):
        return "called"

    def __await__(self):
        return self().__await__()

    def __repr__(self):
        return "<service>"


async def main():
    print(await add(1), add.__name__, asyncio.iscoroutinefunction(add))
    print("await asyncio.gather(fetch(\"a\"), fetch(\"b\"), fetch(\"a\")),... =", await asyncio.gather(fetch("a"), fetch("b"), fetch("a")), await fetch("a"))
    print("await asyncio.gather(*map(limited, range(4))) =", await asyncio.gather(*map(limited, range(4))))
    s = await Service.create()
    print(s.ready, await s.method(4), await s.value, await s.helper(), await s(), await s)
    f = lambda x: add(x)
    print("await f(5), await functools.partial(add, 1)(b=9) =", await f(5), await functools.partial(add, 1)(b=9))


asyncio.run(main())

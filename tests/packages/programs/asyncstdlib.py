"""The library's iterators, caches and contexts for coroutines."""
import asyncio
import asyncstdlib as a


async def numbers(n):
    for x in range(n):
        await asyncio.sleep(0)
        yield x


calls = []


@a.lru_cache(maxsize=2)
async def squared(x):
    calls.append(x)
    return x * x


class Thing:
    @a.cached_property
    async def value(self):
        calls.append("value")
        return 7


async def main():
    print("zip:", await a.list(a.zip(numbers(3), "abc")), await a.sum(numbers(5)), await a.max(numbers(4)))
    print("map:", await a.list(a.map(squared, numbers(3))), await squared(1), squared.cache_info(), calls)
    print("chain:", await a.list(a.islice(a.chain(numbers(2), [8, 9]), 1, 4)), await a.reduce(lambda x, y: x * 2 + y, numbers(5)))
    print("groups:", [(k, await a.list(g)) async for k, g in a.groupby(numbers(6), key=lambda x: x // 4)])
    async with a.tee(numbers(3), n=2) as (one, two):
        print("tee:", await a.list(one), await a.list(two))
    thing = Thing()
    print("cached:", await thing.value, await thing.value, calls.count("value"))
    async with a.ExitStack() as stack:
        stack.callback(print, "stack: closed")
        print("borrow:", await a.anext(a.borrow(numbers(2))), await a.any(numbers(2)), await a.all(numbers(2)))
    print("sorted:", await a.sorted(numbers(4), key=lambda x: -x), await a.dict(a.enumerate(numbers(2))))


asyncio.run(main())

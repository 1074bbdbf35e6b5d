"""Results kept in memory: decorators, times to live, serializers, locks."""
import asyncio
from aiocache import Cache, cached, multi_cached
from aiocache.lock import RedLock
from aiocache.serializers import JsonSerializer, PickleSerializer

calls = []


@cached(ttl=0.05, key_builder=lambda f, x: f"k{x}")
async def load(x):
    calls.append(x)
    return x * 2


@multi_cached("keys")
async def several(keys):
    calls.append(tuple(keys))
    return {key: key.upper() for key in keys}


async def main():
    print("cached:", [await load(1), await load(1), await load(2)], calls)
    await asyncio.sleep(0.06)
    print("expired:", await load(1), calls)
    print("several:", await several(keys=["a", "b"]), await several(keys=["a", "c"]), calls[3:])
    cache = Cache(Cache.MEMORY, namespace="n:", serializer=JsonSerializer())
    await cache.set("k", {"a": [1, None]})
    print("json:", await cache.get("k"), await cache.exists("x"), await cache.raw("get", "n:k"))
    await cache.multi_set([("a", 1), ("b", 2)])
    print("many:", await cache.multi_get(["a", "b", "c"]), await cache.increment("n", 3), await cache.delete("a"))
    print("pickled:", PickleSerializer().loads(PickleSerializer().dumps({1, 2})))
    order = []

    async def work(n):
        async with RedLock(cache, "lock", lease=1):
            order.append(n)
            await asyncio.sleep(0.01)

    await asyncio.gather(*(work(n) for n in range(3)))
    print("locks:", sorted(order))


asyncio.run(main())

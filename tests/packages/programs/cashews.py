"""Caches and limits for coroutines: cashews, async_lru, cachetools, aiolimiter, aiojobs, locks for readers, asyncer."""
import asyncio
import aiojobs
import asyncer
import cachetools
from aiolimiter import AsyncLimiter
from aiorwlock import RWLock
from async_lru import alru_cache
from cashews import Cache

cache = Cache()
cache.setup("mem://", size=100)
calls = []


@cache(ttl="10s", key="user:{user_id}")
async def user(user_id, flag=False):
    calls.append(user_id)
    return {"id": user_id}


@alru_cache(maxsize=2)
async def square(n):
    calls.append(("square", n))
    await asyncio.sleep(0)
    return n * n


async def main():
    print(await user(1), await user(1, flag=True), await user(2), calls)
    await cache.delete_match("user:*")
    await user(1)
    print(calls, await cache.get("user:1"), await cache.incr("n"), await cache.incr("n"), await cache.exists("none"))
    async with cache.lock("l", expire=5):
        print("locked", await cache.is_locked("l"))
    calls.clear()
    print(await asyncio.gather(*(square(n) for n in (1, 1, 2, 3, 1))), calls, square.cache_info())
    ttl = cachetools.TTLCache(2, 10, timer=iter(range(0, 100, 4)).__next__)
    ttl["a"] = 1
    print(dict(ttl), ttl.get("a"), ttl.get("a"))
    lru = cachetools.LRUCache(2)
    for key in "abac":
        lru[key] = key
    print(sorted(lru), cachetools.cached(cachetools.LFUCache(3), info=True)(len)("xx"))
    limiter = AsyncLimiter(2, 0.05)
    loop = asyncio.get_running_loop()
    start = loop.time()
    for _ in range(4):
        async with limiter:
            pass
    print("limited", loop.time() - start >= 0.04, limiter.has_capacity(5))
    lock, log = RWLock(), []

    async def read(n):
        async with lock.reader:
            log.append(f"r{n}")
            await asyncio.sleep(0)
            log.append(f"-r{n}")

    async def write():
        async with lock.writer:
            log.append("w")
            await asyncio.sleep(0)
            log.append("-w")

    await asyncio.gather(read(1), write(), read(2))
    print(log)
    scheduler = aiojobs.Scheduler(limit=2, exception_handler=lambda s, context: log.append(str(context["exception"])))

    async def job(n):
        await asyncio.sleep(0)
        if n == 2:
            raise ValueError("job 2")
        return n

    jobs = [await scheduler.spawn(job(n)) for n in range(4)]
    print([await j.wait() for j in jobs if j is not jobs[2]], scheduler.active_count)
    await scheduler.close()
    print(log[-1])
    async with asyncer.create_task_group() as group:
        soon = [group.soonify(job)(n) for n in (5, 6)]
    print([s.value for s in soon], await asyncer.asyncify(lambda a: a + 1)(1))


asyncio.run(main())

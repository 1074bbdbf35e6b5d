"""Work with limits by aiometer, rates by limits, breakers by circuitbreaker and purgatory, helpers of aiotools."""

import asyncio, time
import aiometer, aiotools, functools
from limits import parse, storage, strategies
import limits.aio
from circuitbreaker import circuit, CircuitBreakerError
from purgatory import AsyncCircuitBreakerFactory


async def work(n):
    await asyncio.sleep(0.01 * (3 - n % 3))
    return n * n


async def main():
    print(await aiometer.run_on_each(work, range(4), max_at_once=2))
    print(await aiometer.run_all([functools.partial(work, i) for i in range(5)], max_at_once=3))
    async with aiometer.amap(work, range(6), max_at_once=3) as r:
        print(sorted([x async for x in r]))
    print(await aiometer.run_any([functools.partial(work, 2), functools.partial(work, 0)]))
    lim = strategies.MovingWindowRateLimiter(storage.MemoryStorage())
    print([lim.hit(parse("3/minute"), "k") for _ in range(5)], lim.get_window_stats(parse("3/minute"), "k").remaining)
    al = limits.aio.strategies.FixedWindowRateLimiter(limits.aio.storage.MemoryStorage())
    print(
        [await al.hit(parse("2 per hour"), "a") for _ in range(3)],
        parse("10/2day"),
        limits.parse_many("1/second; 5/minute"),
    )

    @circuit(failure_threshold=2, recovery_timeout=30)
    async def flaky():
        raise OSError("down")

    for i in range(4):
        try:
            await flaky()
        except CircuitBreakerError as e:
            print("open", type(e).__name__)
        except OSError as e:
            print(e)
    f = AsyncCircuitBreakerFactory(default_threshold=2, default_ttl=0.05)
    for i in range(4):
        try:
            async with await f.get_breaker("svc"):
                raise RuntimeError("x")
        except Exception as e:
            print(type(e).__name__)
    await asyncio.sleep(0.07)
    async with await f.get_breaker("svc") as b:
        print("half-open")
    async with aiotools.TaskGroup() as tg:
        t = tg.create_task(work(3))
    print(t.result())

    @aiotools.actxmgr
    async def cm():
        print("in")
        yield 5
        print("out")

    async with cm() as v:
        print(v)
    async with aiotools.aclosing(gen()) as g:
        async for x in g:
            print(x)
            break

    async def tick(interval):
        ticks.append(1)

    ticks = []
    t = aiotools.create_timer(tick, 0.02)
    await asyncio.sleep(0.09)
    t.cancel()
    await asyncio.gather(t, return_exceptions=True)
    print(len(ticks) >= 3)


async def gen():
    try:
        yield 1
        yield 2
    finally:
        print("closed")


asyncio.run(main())

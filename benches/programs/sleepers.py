# Timers: many sleeps under way at once, ends in another order than starts.
import asyncio


async def sleeper(n):
    await asyncio.sleep((n * 7919) % 1000 / 100_000)
    return n


async def main():
    results = await asyncio.gather(*(sleeper(n) for n in range(50_000)))
    print(sum(results))


asyncio.run(main())

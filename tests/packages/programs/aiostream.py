"""Pipelines over asynchronous iterables: maps, merges, zips, windows, limits, errors."""
import asyncio
from aiostream import pipe, stream


async def slow(x):
    await asyncio.sleep(0.01 * (3 - x))
    return x * 10


async def main():
    xs = stream.range(10) | pipe.filter(lambda x: x % 2) | pipe.map(lambda x: x**2)
    print("list:", await stream.list(xs))
    print("ordered:", await stream.list(stream.iterate([0, 1, 2]) | pipe.map(slow, task_limit=3)))
    print("completed:", sorted(await stream.list(stream.iterate([0, 1, 2]) | pipe.map(slow, ordered=False))))
    print("zip:", await stream.list(stream.zip(stream.range(3), stream.iterate("abc"))))
    print("chunks:", await stream.list(stream.range(5) | pipe.chunks(2)))
    print("merge:", sorted(await stream.list(stream.merge(stream.range(3), stream.iterate([7, 8])))))
    print("accumulate:", await (stream.range(1, 5) | pipe.accumulate(lambda a, b: a * b)))
    async with (stream.count(interval=0.001) | pipe.skip(2) | pipe.take(3)).stream() as items:
        print("streamed:", [item async for item in items])
    print("sliced:", await stream.list(stream.range(20)[3:12:4]), await stream.range(9)[4])
    try:
        await (stream.never() | pipe.timeout(0.01))
    except asyncio.TimeoutError:
        print("timeout: raised")


asyncio.run(main())

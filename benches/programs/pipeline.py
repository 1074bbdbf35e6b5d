# Three stages joined by bounded queues.
import asyncio


async def stage(source, sink, change):
    while (item := await source.get()) is not None:
        await sink.put(change(item))
    await sink.put(None)


async def main():
    raw, squared, shifted = (asyncio.Queue(maxsize=16) for _ in range(3))
    async with asyncio.TaskGroup() as group:
        group.create_task(stage(raw, squared, lambda n: n * n))
        group.create_task(stage(squared, shifted, lambda n: n + 1))

        async def feed():
            for n in range(40_000):
                await raw.put(n)
            await raw.put(None)

        group.create_task(feed())
        total = 0
        while (item := await shifted.get()) is not None:
            total += item
    print(total)


asyncio.run(main())

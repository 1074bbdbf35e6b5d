# explore:
import asyncio

saved = []


async def saver(queue):
    while (item := await queue.get()) is not None:
        await asyncio.sleep(0.05)
        saved.append(item)


async def source(queue, delay):
    await asyncio.sleep(delay)
    await queue.put("page")


async def main():
    queue = asyncio.Queue()
    save = asyncio.create_task(saver(queue))
    load = asyncio.create_task(source(queue, 0.1))
    await load
    await queue.put(None)  # the end
    await save
    assert saved == ["page"], saved


asyncio.run(main())

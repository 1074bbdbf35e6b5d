# explore:
import asyncio


async def worker(queue, done):
    while True:
        item = await queue.get()
        try:
            await asyncio.sleep(0.1)
        except asyncio.CancelledError:
            queue.put_nowait(item)
            raise
        done.append(item)


async def main():
    queue, done = asyncio.Queue(), []
    task = asyncio.create_task(worker(queue, done))
    queue.put_nowait("order")
    await asyncio.sleep(0.15)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    left = [queue.get_nowait() for _ in range(queue.qsize())]
    assert done + left == ["order"], (done, left)


asyncio.run(main())

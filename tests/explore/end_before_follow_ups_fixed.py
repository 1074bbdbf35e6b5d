# explore:
import asyncio


async def worker(q, out):
    while True:
        job = await q.get()
        await asyncio.sleep(0.1)
        out.append(job)
        if job < 3:
            q.put_nowait(job + 1)
        q.task_done()


async def main():
    q = asyncio.Queue()
    out = []
    q.put_nowait(1)
    t = asyncio.create_task(worker(q, out))
    await q.join()
    t.cancel()
    assert out == [1, 2, 3], out


asyncio.run(main())

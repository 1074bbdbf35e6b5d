# explore:
# finds: failed assertion, 2
import asyncio


async def worker(q, out):
    while (job := await q.get()) is not None:
        await asyncio.sleep(0.1)
        out.append(job)
        if job < 3:
            q.put_nowait(job + 1)


async def main():
    q = asyncio.Queue()
    out = []
    q.put_nowait(1)
    t = asyncio.create_task(worker(q, out))
    await asyncio.sleep(0.35)
    q.put_nowait(None)
    await t
    assert out == [1, 2, 3], out


asyncio.run(main())

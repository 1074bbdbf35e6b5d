import asyncio


async def getter(q, name):
    try:
        item = await q.get()
        print(name, "got", item)
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise


async def main():
    q = asyncio.Queue()
    a, b, c = (asyncio.create_task(getter(q, n)) for n in "abc")
    await asyncio.sleep(0)
    b.cancel()
    q.put_nowait(1)
    q.put_nowait(2)
    await asyncio.wait([a, b, c])
    print("q.qsize() =", q.qsize())
    a, b = (asyncio.create_task(getter(q, n)) for n in "de")
    await asyncio.sleep(0)
    q.put_nowait("woken then cancelled")
    a.cancel()
    await asyncio.wait([a, b])
    print("q.qsize(), a.cancelled(), b.done() =", q.qsize(), a.cancelled(), b.done())
    q = asyncio.Queue(1)
    q.put_nowait(0)

    async def putter(name):
        try:
            await q.put(name)
            print(name, "put")
        except asyncio.CancelledError:
            print(name, "cancelled")
            raise

    p, r = asyncio.create_task(putter("p")), asyncio.create_task(putter("r"))
    await asyncio.sleep(0)
    p.cancel()
    print("q.get_nowait() =", q.get_nowait())
    await asyncio.wait([p, r])
    print("q.get_nowait(), q.qsize() =", q.get_nowait(), q.qsize())


asyncio.run(main())

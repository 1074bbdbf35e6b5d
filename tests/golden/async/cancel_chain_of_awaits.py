import asyncio


async def level(n):
    try:
        if n:
            await level(n - 1)
        else:
            await asyncio.sleep(1)
    except asyncio.CancelledError:
        print("unwinding", n)
        raise


async def waits_for(task):
    try:
        return await task
    except asyncio.CancelledError:
        print("waiter cancelled; inner done:", task.done(), "cancelled:", task.cancelled())
        raise


async def main():
    t = asyncio.create_task(level(3))
    await asyncio.sleep(0)
    t.cancel()
    await asyncio.wait([t])
    inner = asyncio.create_task(level(1))
    outer = asyncio.create_task(waits_for(inner))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print("cancel the outer: the inner is cancelled with it")
    outer.cancel()
    await asyncio.wait([outer])
    print("inner.cancelled(), outer.cancelled() =", inner.cancelled(), outer.cancelled())
    inner = asyncio.create_task(level(0))
    outer = asyncio.create_task(waits_for(inner))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print("cancel the inner: the outer sees it")
    inner.cancel()
    await asyncio.wait([outer])
    print("inner.cancelled(), outer.cancelled() =", inner.cancelled(), outer.cancelled())
    a = asyncio.create_task(waits_for(asyncio.create_task(waits_for(asyncio.create_task(level(0))))))
    for _ in range(4):
        await asyncio.sleep(0)
    a.cancel()
    for turn in range(5):
        print("turn", turn, a.done())
        await asyncio.sleep(0)


asyncio.run(main())

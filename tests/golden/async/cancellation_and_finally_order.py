import asyncio


async def resource(name, log):
    log.append(f"open {name}")
    try:
        await asyncio.sleep(1)
    finally:
        log.append(f"closing {name}")
        await asyncio.sleep(0)
        log.append(f"closed {name}")


async def nested(log):
    try:
        async with asyncio.timeout(1):
            try:
                await resource("inner", log)
            except asyncio.CancelledError:
                log.append("passing on")
                raise
    finally:
        log.append("outer finally")


async def main():
    log = []
    a = asyncio.create_task(resource("a", log))
    b = asyncio.create_task(nested(log))
    c = asyncio.create_task(resource("never opened", log))
    c.cancel()
    await asyncio.sleep(0)
    log.append("cancel a, b")
    a.cancel()
    b.cancel()
    for i in range(4):
        log.append(f"pass {i}")
        await asyncio.sleep(0)
    print(*log, sep="\n")
    print("a.cancelled(), b.cancelled(), c.cancelled() =", a.cancelled(), b.cancelled(), c.cancelled())

    async def returns_in_finally():
        try:
            await asyncio.sleep(1)
        finally:
            for _ in range(2):
                await asyncio.sleep(0)
            return "kept"

    t = asyncio.create_task(returns_in_finally())
    await asyncio.sleep(0)
    t.cancel()
    print(await t, t.cancelled())

    async def loops_until_told():
        n = 0
        while True:
            try:
                await asyncio.sleep(1)
            except asyncio.CancelledError:
                n += 1
                if n == 3:
                    raise
                print("not yet", n)

    t = asyncio.create_task(loops_until_told())
    while not t.done():
        await asyncio.sleep(0)
        t.cancel()
    print("gave in", t.cancelled(), t.cancelling())

    async def waits_for(inner):
        try:
            await inner
        except asyncio.CancelledError:
            print("waiter sees cancel; inner cancelled:", inner.cancelled())
            return "waiter result"

    inner = asyncio.create_task(asyncio.sleep(1))
    outer = asyncio.create_task(waits_for(inner))
    await asyncio.sleep(0)
    outer.cancel()
    print(await outer, outer.cancelling())


asyncio.run(main())

import asyncio


async def guarded(name, limit, inner):
    try:
        async with asyncio.timeout(limit):
            await inner
            print(name, "finished")
    except TimeoutError:
        print(name, "timed out; cancelling:", asyncio.current_task().cancelling())


async def main():
    await guarded("a", 0.05, guarded("b", 0.03, guarded("c", 0.01, asyncio.sleep(1))))
    await guarded("d", 0.01, guarded("e", 0.03, guarded("f", 0.05, asyncio.sleep(1))))
    await guarded("g", 0.01, asyncio.gather(guarded("h", 0.03, asyncio.sleep(1)), asyncio.sleep(1)))
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(0.01) as t:
        print("rescheduling pushes the deadline")
        t.reschedule(loop.time() + 0.05)
        await asyncio.sleep(0.02)
    print("t.expired() =", t.expired())
    try:
        async with asyncio.timeout(10) as t:
            t.reschedule(loop.time() - 1)
            await asyncio.sleep(0.01)
    except TimeoutError:
        print("rescheduled into the past")
    try:
        async with asyncio.timeout(0):
            await asyncio.sleep(0)
            print("not reached")
    except TimeoutError:
        print("zero")
    async with asyncio.timeout(0):
        print("nothing awaited: no timeout")
    try:
        async with asyncio.timeout_at(loop.time() + 0.01):
            await asyncio.Event().wait()
    except TimeoutError:
        print("timeout_at")

    async def loop_with_timeouts():
        for i in range(3):
            try:
                async with asyncio.timeout(0.01):
                    await asyncio.sleep(0.005 if i == 1 else 1)
                print(i, "made it")
            except TimeoutError:
                print(i, "timed out")

    await loop_with_timeouts()
    try:
        asyncio.timeout(1).reschedule(5)
    except RuntimeError as error:
        print(error)
    t = asyncio.timeout(1)
    async with t:
        pass
    try:
        async with t:
            pass
    except RuntimeError as error:
        print(error)


asyncio.run(main())

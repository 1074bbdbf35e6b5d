import asyncio


async def work(name, t):
    try:
        await asyncio.sleep(t)
        print(name, "done")
        return name
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise


async def main():
    try:
        await asyncio.wait_for(asyncio.wait_for(work("inner limit", 1), 0.01), 0.05)
    except TimeoutError:
        print("inner timed out first")
    try:
        await asyncio.wait_for(asyncio.wait_for(work("outer limit", 1), 0.05), 0.01)
    except TimeoutError:
        print("outer timed out first")
    print(await asyncio.gather(*(asyncio.wait_for(work(f"g{i}", 0.02 * i), 0.03) for i in range(3)), return_exceptions=True))

    async def race(*coros):
        tasks = [asyncio.create_task(c) for c in coros]
        done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for t in tasks:
            t.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return done.pop().result()

    print("winner", await race(work("slow", 0.05), work("quick", 0.01), work("slower", 0.09)))

    async def first_ok(*coros):
        errors = []
        for c in asyncio.as_completed([asyncio.create_task(c) for c in coros]):
            try:
                return await c
            except ValueError as error:
                errors.append(error)
        raise ExceptionGroup("all failed", errors)

    async def fail(t):
        await asyncio.sleep(t)
        raise ValueError(t)

    print("await first_ok(fail(0.01), work(\"ok\", 0.02)) =", await first_ok(fail(0.01), work("ok", 0.02)))
    try:
        await first_ok(fail(0.02), fail(0.01))
    except ExceptionGroup as group:
        print(repr(group))

    async def periodic(interval, times):
        loop = asyncio.get_running_loop()
        start = loop.time()
        for i in range(1, times + 1):
            print("beat", i)
            await asyncio.sleep(start + i * interval - loop.time())

    await periodic(0.01, 3)


asyncio.run(main())

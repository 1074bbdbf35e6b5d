import asyncio

# gather wakes its waiter one pass later than a task awaited directly.


async def nothing():
    pass


async def ticker(log):
    for i in range(10):
        log.append(i)
        await asyncio.sleep(0)


async def measure(name, make):
    log = []
    t = asyncio.create_task(ticker(log))
    await make()
    print(name, len(log))
    t.cancel()


async def main():
    await measure("coroutine", lambda: nothing())
    await measure("task", lambda: asyncio.create_task(nothing()))
    await measure("gather one", lambda: asyncio.gather(nothing()))
    await measure("gather two", lambda: asyncio.gather(nothing(), nothing()))
    await measure("gather of gather", lambda: asyncio.gather(asyncio.gather(nothing())))
    await measure("wait_for", lambda: asyncio.wait_for(nothing(), 1))
    await measure("wait_for task", lambda: asyncio.wait_for(asyncio.create_task(nothing()), 1))
    await measure("wait_for no limit", lambda: asyncio.wait_for(nothing(), None))
    await measure("shield", lambda: asyncio.shield(nothing()))
    await measure("wait", lambda: asyncio.wait([asyncio.create_task(nothing())]))
    await measure("sleep(0)", lambda: asyncio.sleep(0))
    await measure("sleep(-1)", lambda: asyncio.sleep(-1))

    async def group():
        async with asyncio.TaskGroup() as tg:
            tg.create_task(nothing())
            tg.create_task(nothing())

    await measure("TaskGroup", group)

    async def empty_group():
        async with asyncio.TaskGroup():
            pass

    await measure("empty TaskGroup", empty_group)

    async def limited():
        async with asyncio.timeout(1):
            pass

    await measure("timeout", limited)

    async def completed():
        for c in asyncio.as_completed([nothing(), nothing()]):
            await c

    await measure("as_completed", completed)


asyncio.run(main())

import asyncio


async def fails(name, turns):
    for _ in range(turns):
        await asyncio.sleep(0)
    raise LookupError(name)


async def main():
    t = asyncio.create_task(fails("shared", 1))

    async def watcher(n):
        try:
            await t
        except LookupError as error:
            print("watcher", n, repr(error), error is t.exception())
            raise RuntimeError(n) from error

    results = await asyncio.gather(watcher(1), watcher(2), return_exceptions=True)
    print([(repr(r), repr(r.__cause__)) for r in results])
    try:
        try:
            await asyncio.create_task(fails("first", 0))
        except LookupError:
            await asyncio.create_task(fails("second", 0))
    except LookupError as error:
        print(error, "context:", repr(error.__context__))
    try:
        raise KeyError("handled here")
    except KeyError:
        await asyncio.sleep(0)
        try:
            raise
        except KeyError as error:
            print("bare raise after an await:", error)

    async def background():
        import sys
        return sys.exception()

    try:
        raise OSError("mine")
    except OSError:
        print("a task sees no foreign exception:", await asyncio.create_task(background()))
        print("a coroutine sees its caller's:", repr(await background()))
    e = ValueError("same object")

    async def raises_same():
        raise e

    for r in await asyncio.gather(raises_same(), raises_same(), return_exceptions=True):
        print("r is e =", r is e)
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(fails("in group", 1))
    except* LookupError as group:
        inner = group.exceptions[0]
        print(repr(inner), repr(inner.__context__), repr(group.__context__))

    async def stop_iteration():
        raise StopIteration("leaks")

    try:
        await stop_iteration()
    except RuntimeError as error:
        print(error, "|", repr(error.__cause__))

    async def finally_order():
        try:
            try:
                await fails("inner", 1)
            finally:
                print("finally 1")
                await asyncio.sleep(0)
                print("finally 2")
        except LookupError as error:
            print("then except", error)
        else:
            print("no else")

    await finally_order()


asyncio.run(main())

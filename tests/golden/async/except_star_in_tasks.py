import asyncio


async def fail(error, after=0):
    await asyncio.sleep(after)
    raise error


async def collect(*errors):
    async with asyncio.TaskGroup() as tg:
        for error in errors:
            tg.create_task(fail(error))


async def main():
    try:
        await collect(ValueError(1), KeyError("k"), ValueError(2))
    except* ValueError as group:
        print("values", [e.args for e in group.exceptions])
    except* KeyError as group:
        print("keys", [e.args for e in group.exceptions])
    try:
        try:
            await collect(ValueError(1), OSError("o"))
        except* ValueError:
            print("handled the value")
            await asyncio.sleep(0)
            print("awaiting in except* works")
    except ExceptionGroup as rest:
        print("rest", rest.exceptions)
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(collect(TypeError("deep")))
    except* TypeError as group:
        print(repr(group))
        leaves = []

        def walk(e):
            if isinstance(e, BaseExceptionGroup):
                for x in e.exceptions:
                    walk(x)
            else:
                leaves.append(e)

        walk(group)
        print(leaves)
    results = await asyncio.gather(collect(ValueError(1)), fail(KeyError(2)), return_exceptions=True)
    print(results)


asyncio.run(main())

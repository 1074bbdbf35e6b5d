import asyncio


async def fail(after, what):
    await asyncio.sleep(after)
    raise ValueError(what)


async def rest(name):
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise


async def inner(name, error_after=None):
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(rest(name + ".rest"))
            if error_after is not None:
                tg.create_task(fail(error_after, name))
    except BaseException as error:
        print(name, "leaves with", repr(error))
        raise


async def main():
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(inner("one", 0.01))
            tg.create_task(inner("two"))
            tg.create_task(asyncio.sleep(1))
    except* ValueError as group:
        print(repr(group))
    try:
        async with asyncio.TaskGroup() as outer:
            outer.create_task(rest("sibling"))
            async with asyncio.TaskGroup() as nested:
                nested.create_task(fail(0.01, "nested"))
                nested.create_task(rest("nested rest"))
    except* ValueError as group:
        print(repr(group))
    try:
        async with asyncio.TaskGroup() as outer:
            outer.create_task(fail(0.01, "outer"))
            async with asyncio.TaskGroup() as nested:
                nested.create_task(rest("nested rest 2"))
    except* ValueError as group:
        print(repr(group))
    print("asyncio.current_task().cancelling() =", asyncio.current_task().cancelling())


asyncio.run(main())

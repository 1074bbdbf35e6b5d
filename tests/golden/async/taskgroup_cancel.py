import asyncio


async def rest(name, seconds=1):
    try:
        await asyncio.sleep(seconds)
        print(name, "woke")
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise


async def group():
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(rest("a"))
            tg.create_task(asyncio.sleep(1))
    except asyncio.CancelledError as error:
        print("group cancelled", error.args)
        raise


async def main():
    t = asyncio.create_task(group())
    await asyncio.sleep(0.01)
    t.cancel("stop")
    try:
        await t
    except asyncio.CancelledError as error:
        print("main", error.args)

    async with asyncio.TaskGroup() as tg:
        a = tg.create_task(rest("cancelled child"))
        tg.create_task(rest("other", 0.02))
        await asyncio.sleep(0)
        a.cancel()
    print("a cancelled child is no failure", a.cancelled())

    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(rest("x"))
            raise asyncio.CancelledError("by hand")
    except asyncio.CancelledError as error:
        print("by hand", error.args)

    async def crash():
        raise KeyError("crash")

    async def cancelled_with_error():
        async with asyncio.TaskGroup() as tg:
            tg.create_task(crash())
            asyncio.current_task().cancel()
            await asyncio.sleep(0)

    t = asyncio.create_task(cancelled_with_error())
    try:
        await t
    except BaseException as error:
        print(repr(error))

    try:
        async with asyncio.timeout(0.01):
            async with asyncio.TaskGroup() as tg:
                tg.create_task(rest("too long"))
    except TimeoutError:
        print("timeout around a group")


asyncio.run(main())

import asyncio


async def ok(name, seconds):
    try:
        await asyncio.sleep(seconds)
        print(name, "finished")
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise


async def fail(error, seconds):
    await asyncio.sleep(seconds)
    print("raising", repr(error))
    raise error


async def show(make):
    try:
        await make()
    except BaseException as error:
        print("->", repr(error))
    print("cancelling", asyncio.current_task().cancelling())


async def one():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(ok("quick", 0))
        tg.create_task(fail(ValueError(1), 0.01))
        tg.create_task(ok("slow", 1))


async def during_body():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(fail(ValueError(2), 0.01))
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            print("body cancelled")
            raise


async def body_fails():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(ok("child", 1))
        await asyncio.sleep(0)
        raise KeyError("body")


async def both():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(fail(ValueError(3), 0))
        tg.create_task(fail(TypeError(4), 0))
        await asyncio.sleep(0)
        raise KeyError("body too")


async def cleanup_fails():
    async def child():
        try:
            await asyncio.sleep(1)
        finally:
            raise OSError("in cleanup")

    async with asyncio.TaskGroup() as tg:
        tg.create_task(child())
        tg.create_task(fail(ValueError(5), 0))


async def main():
    for case in (one, during_body, body_fails, both, cleanup_fails):
        print(case.__name__)
        await show(case)


asyncio.run(main())

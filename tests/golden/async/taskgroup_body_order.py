import asyncio


async def f(name, turns=1):
    for i in range(turns):
        print(name, i)
        await asyncio.sleep(0)
    print(name, "end")


async def main():
    async with asyncio.TaskGroup() as tg:
        print("body 1")
        tg.create_task(f("a", 2))
        await asyncio.sleep(0)
        print("body 2")
        tg.create_task(f("b", 1))
        await f("inline", 1)
        print("body 3")
    print("after")
    async with asyncio.TaskGroup() as outer:
        outer.create_task(f("o", 3))
        async with asyncio.TaskGroup() as inner:
            inner.create_task(f("i", 1))
        print("inner over")
    print("outer over")
    try:
        async with asyncio.TaskGroup() as tg:
            t = tg.create_task(f("kept", 2))
            raise ValueError("body")
    except* ValueError as group:
        print(repr(group.exceptions), t.cancelled())
    try:
        async with asyncio.TaskGroup() as tg:
            async def fails_later():
                await asyncio.sleep(0)
                print("failing")
                raise KeyError("k")

            tg.create_task(fails_later())
            for i in range(5):
                print("body runs", i)
                await asyncio.sleep(0)
    except* KeyError as group:
        print(repr(group.exceptions))

    async def add_during_shutdown(tg):
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            coroutine = f("too late")
            try:
                tg.create_task(coroutine)
            except RuntimeError as error:
                print(str(error).rsplit(">", 1)[-1])
                coroutine.close()
            raise

    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(add_during_shutdown(tg))
            await asyncio.sleep(0)
            raise OSError("stop")
    except* OSError:
        print("stopped")


asyncio.run(main())

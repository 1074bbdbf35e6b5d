import asyncio


async def f(name, seconds):
    print(name, "start")
    await asyncio.sleep(seconds)
    print(name, "end")
    return name


async def main():
    async with asyncio.TaskGroup() as tg:
        a = tg.create_task(f("a", 0.02))
        b = tg.create_task(f("b", 0.01), name="bee")
        print("body")
    print(a.result(), b.result(), b.get_name())

    async def spawn(tg, n):
        print("spawn", n)
        if n:
            tg.create_task(spawn(tg, n - 1))
        await asyncio.sleep(0)
        print("spawned", n)

    async with asyncio.TaskGroup() as tg:
        tg.create_task(spawn(tg, 3))
        print("body ends")
    print("all done")
    async with asyncio.TaskGroup() as tg:
        pass
    coroutine = f("late", 0)
    try:
        tg.create_task(coroutine)
    except RuntimeError as error:
        print(str(error).split(">")[-1].strip())
    coroutine.close()
    coroutine = f("early", 0)
    try:
        asyncio.TaskGroup().create_task(coroutine)
    except RuntimeError as error:
        print(str(error).split(">")[-1].strip())
    coroutine.close()


asyncio.run(main())

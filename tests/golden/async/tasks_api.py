import asyncio


async def f(x=1):
    await asyncio.sleep(0)
    return x


async def main():
    me = asyncio.current_task()
    print(me.get_name(), me.get_coro().__name__, len(asyncio.all_tasks()))
    t = asyncio.create_task(f(5), name="five")
    u = asyncio.create_task(f(6))
    print(t.get_name(), u.get_name(), t.done())
    t.set_name(55)
    print(t.get_name(), type(t.get_name()).__name__)
    print(sorted(x.get_name() for x in asyncio.all_tasks()))
    try:
        t.result()
    except asyncio.InvalidStateError as error:
        print(error)
    try:
        t.set_result(1)
    except RuntimeError as error:
        print(error)
    print("await t, await u, t.result(), t.exception() =", await t, await u, t.result(), t.exception())
    print("len(asyncio.all_tasks()), me in asyncio.all_tasks() =", len(asyncio.all_tasks()), me in asyncio.all_tasks())
    try:
        asyncio.create_task(5)
    except TypeError as error:
        print(error)
    try:
        asyncio.create_task(f)
    except TypeError as error:
        print(str(error).split(" <")[0])
    e = asyncio.ensure_future(f(7))
    print("asyncio.ensure_future(e) is e, await e =", asyncio.ensure_future(e) is e, await e)
    print("isinstance(e, asyncio.Task), isinstance(e, asyncio.Future... =", isinstance(e, asyncio.Task), isinstance(e, asyncio.Future), asyncio.iscoroutine(f), asyncio.iscoroutinefunction(f))
    c = f()
    print(asyncio.iscoroutine(c), type(c).__name__)
    await c
    try:
        await c
    except RuntimeError as error:
        print(error)

    async def who():
        return asyncio.current_task().get_name()

    print(await who(), await asyncio.create_task(who(), name="other"))
    print(await asyncio.gather(who(), asyncio.create_task(who(), name="named")))


asyncio.run(main())
try:
    asyncio.current_task()
except RuntimeError as error:
    print(error)
try:
    asyncio.get_running_loop()
except RuntimeError as error:
    print(error)

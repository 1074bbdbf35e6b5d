import asyncio


async def immediate(x):
    print("immediate", x)
    return x


async def suspends(x):
    print("before", x)
    await asyncio.sleep(0)
    print("after", x)
    return x


async def fails():
    raise ValueError("eager failure")


async def main():
    loop = asyncio.get_running_loop()
    print("lazy")
    t = asyncio.create_task(immediate(1))
    print("created", t.done())
    await t
    loop.set_task_factory(asyncio.eager_task_factory)
    print("eager")
    t = asyncio.create_task(immediate(2))
    print("created", t.done(), t.result())
    u = asyncio.create_task(suspends(3))
    print("created", u.done())
    print("await u =", await u)
    print("await asyncio.gather(suspends(4), immediate(5), suspends(6)) =", await asyncio.gather(suspends(4), immediate(5), suspends(6)))
    t = asyncio.create_task(fails())
    print(t.done(), repr(t.exception()))
    async with asyncio.TaskGroup() as tg:
        tg.create_task(immediate(7))
        tg.create_task(suspends(8))
        print("in group")
    print("await asyncio.wait_for(immediate(9), 1) =", await asyncio.wait_for(immediate(9), 1))
    me = asyncio.current_task()

    async def who():
        return asyncio.current_task() is me

    print("(asyncio.create_task(who())).result(), asyncio.current_ta... =", (asyncio.create_task(who())).result(), asyncio.current_task() is me)


asyncio.run(main())

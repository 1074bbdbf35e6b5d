import asyncio


async def work():
    await asyncio.sleep(0)
    return "result"


async def waiter(t):
    print("waiter got", await t)


async def main():
    t = asyncio.create_task(work())
    t.add_done_callback(lambda t: print("first", t.result()))
    w = asyncio.create_task(waiter(t))
    await asyncio.sleep(0)
    t.add_done_callback(lambda t: print("second"))

    def third(t):
        print("third")

    t.add_done_callback(third)
    t.add_done_callback(third)
    print("removed", t.remove_done_callback(third))
    t.add_done_callback(lambda t: t.add_done_callback(lambda t: print("added in a callback")))
    print("result in main", await t)
    t.add_done_callback(lambda t: print("added after the end"))
    print("not yet")
    await asyncio.sleep(0)
    print("after a pass")
    await w
    f = asyncio.get_running_loop().create_future()
    f.add_done_callback(lambda f: print("callback 1", f.result()))
    f.add_done_callback(lambda f: print("callback 2"))
    f.set_result(5)
    print("set")
    await asyncio.sleep(0)
    g = asyncio.get_running_loop().create_future()
    g.add_done_callback(lambda g: print("cancelled?", g.cancelled()))
    g.cancel()
    await asyncio.sleep(0)


asyncio.run(main())

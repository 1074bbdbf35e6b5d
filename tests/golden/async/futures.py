import asyncio


async def main():
    loop = asyncio.get_running_loop()
    f = loop.create_future()
    print("f.done(), f.cancelled(), isinstance(f, asyncio.Future) =", f.done(), f.cancelled(), isinstance(f, asyncio.Future))
    try:
        f.result()
    except asyncio.InvalidStateError as error:
        print(error)
    try:
        f.exception()
    except asyncio.InvalidStateError as error:
        print(error)
    loop.call_soon(f.set_result, 42)
    print("await f, f.result(), f.exception(), await f =", await f, f.result(), f.exception(), await f)
    try:
        f.set_result(1)
    except asyncio.InvalidStateError as error:
        print(error)
    print("f.cancel() =", f.cancel())
    g = loop.create_future()
    g.set_exception(ValueError("v"))
    try:
        await g
    except ValueError as error:
        print(repr(error), g.exception() is error)
    h = loop.create_future()
    h.set_exception(KeyError)
    print(repr(h.exception()))
    h = loop.create_future()
    h.set_exception(StopIteration("value"))
    print(repr(h.exception()), repr(h.exception().__cause__))
    c = loop.create_future()
    print("c.cancel(\"msg\"), c.cancelled(), c.done() =", c.cancel("msg"), c.cancelled(), c.done())
    try:
        await c
    except asyncio.CancelledError as error:
        print(repr(error))

    async def setter(f, value):
        print("setting", value)
        f.set_result(value)
        print("set; the waiter runs later")

    async def getter(name, f):
        print(name, "waits")
        print(name, "got", await f)

    f = asyncio.Future()
    await asyncio.gather(getter("a", f), getter("b", f), setter(f, 7))
    print("asyncio.isfuture(f), asyncio.isfuture(5), f.get_loop() is... =", asyncio.isfuture(f), asyncio.isfuture(5), f.get_loop() is loop)


asyncio.run(main())

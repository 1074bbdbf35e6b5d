import asyncio


async def fails():
    await asyncio.sleep(0)
    raise ValueError("nobody asks")


def handler(loop, context):
    print("handler:", context["message"].split(" at ")[0], repr(context["exception"]))


async def main():
    asyncio.get_running_loop().set_exception_handler(handler)
    t = asyncio.create_task(fails())
    await asyncio.sleep(0.01)
    print("task done", t.done())
    del t
    print("dropped")
    t = asyncio.create_task(fails())
    await asyncio.sleep(0.01)
    t.exception()
    del t
    print("asked: silent")
    f = asyncio.get_running_loop().create_future()
    f.set_exception(KeyError("future"))
    del f
    print("future dropped")
    asyncio.get_running_loop().call_soon(lambda: 1 / 0)
    await asyncio.sleep(0)
    print("after the callback failed")
    f = asyncio.get_running_loop().create_future()
    f.add_done_callback(lambda f: [][0])
    f.set_result(1)
    await asyncio.sleep(0)
    print("end")


asyncio.run(main())

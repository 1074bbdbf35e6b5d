"""What the loop says about failures that nobody asked for."""

import asyncio
import gc


async def fails(text="task"):
    await asyncio.sleep(0)
    raise ValueError(text)


async def nested():
    try:
        await fails("inner")
    except ValueError:
        raise KeyError("outer")


def callback(argument=None):
    raise TypeError(f"callback {argument}")


class Caller:
    def __call__(self, *args):
        raise TypeError("object")

    def method(self):
        raise TypeError("method")

    def __repr__(self):
        return "<Caller>"


async def main():
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(fails(), name="dropped")
    await asyncio.sleep(0.01)
    del task
    gc.collect()
    task = asyncio.create_task(nested(), name="chained")
    await asyncio.sleep(0.01)
    del task
    gc.collect()
    future = loop.create_future()
    future.set_exception(RuntimeError("future"))
    del future
    gc.collect()
    future = loop.create_future()
    future.add_done_callback(callback)
    future.set_result(1)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del future
    loop.call_soon(callback, 1)
    loop.call_soon(lambda: 1 / 0)
    loop.call_soon(Caller())
    loop.call_soon(Caller().method)
    await asyncio.sleep(0.01)
    loop.call_exception_handler({"message": "by hand"})
    loop.call_exception_handler({"message": "with error", "exception": KeyError("k"), "extra": 1, "also": "x"})
    loop.call_exception_handler({"exception": KeyError("k")})
    loop.set_exception_handler(lambda loop, context: print("handler:", sorted(context), context["message"].split(" at ")[0]))
    loop.call_soon(callback, 2)
    await asyncio.sleep(0)
    loop.set_exception_handler(lambda loop, context: 1 / 0)
    loop.call_soon(callback, 3)
    await asyncio.sleep(0)
    loop.set_exception_handler(None)
    shield = asyncio.create_task(fails("shielded"))
    outer = asyncio.shield(shield)
    outer.cancel()
    await asyncio.sleep(0.01)
    del shield, outer
    gc.collect()
    waiting = asyncio.gather(fails("one"), fails("two"))
    try:
        await waiting
    except ValueError as error:
        print("gathered", error)
    await asyncio.sleep(0.01)


asyncio.run(main())
print("end")

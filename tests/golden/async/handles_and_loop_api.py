import asyncio


async def main():
    loop = asyncio.get_running_loop()
    print("loop.is_running(), loop.is_closed(), loop.get_debug(), as... =", loop.is_running(), loop.is_closed(), loop.get_debug(), asyncio.get_event_loop() is loop)
    h = loop.call_later(0.01, print, "timer")
    print(h.cancelled(), type(h).__name__, type(loop.call_soon(print, "soon")).__name__)
    await asyncio.sleep(0.02)
    t = loop.create_task(asyncio.sleep(0, "made by the loop"), name="named")
    print(t.get_name(), await t)
    for call in (lambda: loop.call_later("x", print), lambda: loop.run_until_complete(asyncio.sleep(0)), lambda: loop.close(), lambda: loop.run_forever()):
        try:
            call()
        except (TypeError, RuntimeError) as error:
            print(type(error).__name__, str(error).split(", got")[0])
    print("loop.time() <= loop.time(), await loop.run_in_executor(No... =", loop.time() <= loop.time(), await loop.run_in_executor(None, len, "abc"))


import warnings

warnings.simplefilter("ignore")
asyncio.run(main())
loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)


async def value(x):
    await asyncio.sleep(0)
    return x


async def both():
    return await asyncio.gather(value(1), value(2))


print("loop.run_until_complete(value(1)), loop.run_until_complet... =", loop.run_until_complete(value(1)), loop.run_until_complete(both()))
f = loop.create_future()
loop.call_later(0.01, f.set_result, "future")
print(loop.run_until_complete(f))
t = loop.create_task(value("task"))
print(loop.run_until_complete(t), t.done())
loop.call_soon(print, "a callback before stop")
loop.call_soon(loop.stop)
loop.call_soon(print, "a callback after stop in the same pass")
loop.run_forever()
loop.stop()
loop.run_forever()
try:
    loop.run_until_complete(5)
except TypeError as error:
    print(error)


async def fails():
    raise ValueError("from run_until_complete")


try:
    loop.run_until_complete(fails())
except ValueError as error:
    print(error)
loop.run_until_complete(loop.shutdown_asyncgens())
loop.run_until_complete(loop.shutdown_default_executor())
loop.close()
loop.close()
print("loop.is_closed() =", loop.is_closed())
try:
    loop.call_soon(print)
except RuntimeError as error:
    print(error)
own = asyncio.new_event_loop()
handle = asyncio.Handle(print, None, own)
print("handle._args =", handle._args, handle.cancelled())
handle = asyncio.Handle(print, ["called with", 2], own)
handle._run()
print("handle._args =", handle._args)
own.close()

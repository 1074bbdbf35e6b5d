import asyncio


def say(*args):
    print("call", *args)


async def main():
    loop = asyncio.get_running_loop()
    loop.call_later(0.02, say, "later 20")
    loop.call_later(0.01, say, "later 10")
    loop.call_soon(say, "soon 1")
    loop.call_soon(say, "soon 2", "with", "args")
    handle = loop.call_soon(say, "cancelled")
    handle.cancel()
    print("main goes on", handle.cancelled())
    await asyncio.sleep(0)
    print("after one pass")
    timer = loop.call_later(0.01, say, "never")
    print("timer.cancelled(), timer.when() > loop.time() =", timer.cancelled(), timer.when() > loop.time())
    timer.cancel()
    loop.call_at(loop.time() + 0.03, say, "at 30")
    loop.call_later(0, say, "zero delay")
    loop.call_later(-1, say, "negative delay")

    def chain(n):
        print("chain", n)
        if n:
            loop.call_soon(chain, n - 1)

    loop.call_soon(chain, 2)
    for i in range(4):
        print("pass", i)
        await asyncio.sleep(0)
    await asyncio.sleep(0.04)
    f = loop.create_future()
    loop.call_later(0.01, f.set_result, "from a timer")
    print(await f)


asyncio.run(main())

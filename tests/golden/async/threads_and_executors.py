# clock: real
import asyncio
import time


def blocking(n):
    time.sleep(n)
    return n * 100


def fails():
    raise ValueError("in thread")


async def main():
    print("await asyncio.to_thread(blocking, 0.01) =", await asyncio.to_thread(blocking, 0.01))
    print(await asyncio.gather(asyncio.to_thread(blocking, 0.02), asyncio.to_thread(blocking, 0.01), asyncio.sleep(0, "loop is free")))
    try:
        await asyncio.to_thread(fails)
    except ValueError as error:
        print(repr(error))
    loop = asyncio.get_running_loop()
    print("await loop.run_in_executor(None, blocking, 0.01) =", await loop.run_in_executor(None, blocking, 0.01))
    print("await asyncio.to_thread(dict, a=1) =", await asyncio.to_thread(dict, a=1))
    f = loop.create_future()
    t = asyncio.to_thread(lambda: loop.call_soon_threadsafe(f.set_result, "threadsafe"))
    await t
    print(await f)

    async def coro(x):
        await asyncio.sleep(0)
        return x + 1

    def from_thread():
        return asyncio.run_coroutine_threadsafe(coro(1), loop).result()

    print("await asyncio.to_thread(from_thread) =", await asyncio.to_thread(from_thread))


asyncio.run(main())

import asyncio
import contextvars
import threading
import time

name = contextvars.ContextVar("name", default="nobody")


async def double(x):
    await asyncio.sleep(0.05)
    return 2 * x


async def fail():
    raise ValueError("no")


loop = asyncio.new_event_loop()
thread = threading.Thread(target=loop.run_forever, daemon=True)
thread.start()
future = asyncio.run_coroutine_threadsafe(double(21), loop)
print("future.result(timeout=2) =", future.result(timeout=2))
print(repr(asyncio.run_coroutine_threadsafe(fail(), loop).exception()))
slow = asyncio.run_coroutine_threadsafe(asyncio.sleep(60), loop)
try:
    slow.result(timeout=0.05)
except TimeoutError:
    print("timeout, cancelled:", slow.cancel())
time.sleep(0.05)
loop.call_soon_threadsafe(loop.stop)
thread.join()
print("loop.is_running() =", loop.is_running())
loop.close()


def blocking(n):
    time.sleep(n / 10)
    return n, name.get(), threading.current_thread() is threading.main_thread()


async def main():
    name.set("somebody")
    print(await asyncio.gather(asyncio.to_thread(blocking, 2), asyncio.to_thread(blocking, 1), double(1)))
    loop = asyncio.get_running_loop()
    print(await loop.run_in_executor(None, blocking, 1))
    event = asyncio.Event()
    threading.Thread(target=lambda: (time.sleep(0.1), loop.call_soon_threadsafe(event.set))).start()
    await event.wait()
    print("set from a thread")
    try:
        await asyncio.to_thread(lambda: {}["key"])
    except KeyError as error:
        print("KeyError", error)
    try:
        await asyncio.wait_for(asyncio.to_thread(blocking, 3), 0.1)
    except TimeoutError:
        print("timeout; the thread goes on")


asyncio.run(main())
results = []
threads = [threading.Thread(target=lambda n=n: results.append(asyncio.run(double(n)))) for n in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("sorted(results) =", sorted(results))


def no_loop():
    try:
        asyncio.get_event_loop()
    except RuntimeError as error:
        print(error)


thread = threading.Thread(target=no_loop, name="loopless")
thread.start()
thread.join()

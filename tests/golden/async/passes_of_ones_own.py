"""A program that runs the passes of a loop itself, inside one of the loop's own callbacks."""
import asyncio
import threading
from asyncio import events


def run_inside(loop, awaitable):
    """What a nested `run_until_complete` does."""
    task = asyncio.ensure_future(awaitable, loop=loop)
    current = asyncio.current_task(loop)
    asyncio.tasks._leave_task(loop, current)
    try:
        while not task.done():
            loop._run_once()
    finally:
        asyncio.tasks._enter_task(loop, current)
    return task.result()


async def value(number, delay=0.01):
    await asyncio.sleep(delay)
    return number


async def main():
    loop = asyncio.get_running_loop()
    print("nested", run_inside(loop, value(1)), run_inside(loop, asyncio.gather(value(2), value(3))))
    print("current", asyncio.current_task() is task)
    try:
        run_inside(loop, asyncio.wait_for(asyncio.sleep(10), 0.02))
    except TimeoutError:
        print("timeout")
    order = []
    loop.call_soon(order.append, "a")
    later = loop.call_later(0.05, order.append, "b")
    print("ready", len(loop._ready) >= 1, isinstance(loop._ready[0] if hasattr(loop._ready, "__getitem__") else next(iter(loop._ready)), asyncio.Handle))
    print("scheduled", [handle is later for handle in loop._scheduled if not handle.cancelled()][-1:], later.when() > loop.time())
    handle = loop._ready.popleft()
    print("taken", order)
    handle._run()
    print("run", order)
    print("thread", loop._thread_id == threading.get_ident(), loop._stopping, loop._closed)
    await asyncio.sleep(0.06)
    print("later", order)
    print("loop", events._get_running_loop() is loop)


async def start():
    global task
    task = asyncio.current_task()
    await main()


asyncio.run(start())

# A method of the loop's class that a program replaces is called instead.
calls = []
original = asyncio.BaseEventLoop.call_soon


def counted(self, callback, *args, context=None):
    calls.append(getattr(callback, "__name__", "step"))
    return original(self, callback, *args, context=context)


asyncio.BaseEventLoop.call_soon = counted


async def two():
    asyncio.get_running_loop().call_soon(print, "printed")
    await asyncio.sleep(0)


asyncio.run(two())
asyncio.BaseEventLoop.call_soon = original
print("replaced", "print" in calls, asyncio.BaseEventLoop.call_soon is original)
asyncio.run(two())
print("restored", calls.count("print"))

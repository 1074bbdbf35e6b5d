"""What tasks wait for, as `_fut_waiter` tells tools, and cancelled errors of the two libraries between threads."""

import asyncio
import concurrent.futures


async def wait_for_timer():
    await asyncio.sleep(10)


async def wait_for_event(event):
    await event.wait()


async def wait_for_task(task):
    await task


def state(task):
    waiter = task._fut_waiter
    return "nothing" if waiter is None else f"{'done' if waiter.done() else 'pending'} {isinstance(waiter, asyncio.Future)}"


async def main():
    event = asyncio.Event()
    timer = asyncio.create_task(wait_for_timer())
    print("not started waits for", state(timer))
    tasks = {
        "timer": timer,
        "sleep itself": asyncio.create_task(asyncio.sleep(10)),
        "event": asyncio.create_task(wait_for_event(event)),
        "task": asyncio.create_task(wait_for_task(timer)),
        "timeout": asyncio.create_task(asyncio.wait_for(asyncio.sleep(10), 5)),
    }
    await asyncio.sleep(0)
    for name, task in tasks.items():
        print(name, "waits for", state(task))
    print("this task waits for", state(asyncio.current_task()))
    for task in tasks.values():
        task.cancel()
    await asyncio.gather(*tasks.values(), return_exceptions=True)
    for name, task in tasks.items():
        print(name, "after its end waits for", state(task))

    async def fails(error):
        raise error

    loop = asyncio.get_running_loop()

    def in_thread(error):
        try:
            asyncio.run_coroutine_threadsafe(fails(error), loop).result()
        except BaseException as raised:
            return type(raised).__module__, type(raised).__name__, raised.args

    for error in (
        concurrent.futures.CancelledError("why"), asyncio.CancelledError("own"), concurrent.futures.InvalidStateError("state"),
        concurrent.futures.TimeoutError("late"), ValueError("value"),
    ):
        print(type(error).__module__, type(error).__name__, "becomes", await asyncio.to_thread(in_thread, error))


asyncio.run(main())

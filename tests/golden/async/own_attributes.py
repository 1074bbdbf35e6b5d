"""Attributes of asyncio's objects: a program's own, and the private ones that programs look at."""

import asyncio
from collections import deque


class Named(asyncio.Queue):
    def __init__(self, name, **kwargs):
        super().__init__(**kwargs)
        self.name = name
        self._value = "mine"


class Counted(asyncio.Semaphore):
    def __init__(self, value):
        super().__init__(value)
        self._waiters_seen = 0

    async def acquire(self):
        self._waiters_seen += self.locked()
        return await super().acquire()


async def main():
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(asyncio.sleep(0.01))
    objects = [
        asyncio.Lock(), asyncio.Event(), asyncio.Semaphore(2), asyncio.Condition(), asyncio.Queue(),
        asyncio.Barrier(2), asyncio.TaskGroup(), asyncio.StreamReader(), asyncio.Future(), task, loop,
    ]
    for thing in objects:
        thing.label = type(thing).__name__
        print(thing.label, end=" ")
    print()
    task.url = "http://example.org"
    print(task.url, task.done())
    try:
        loop.call_soon(print, "called").label = 1
    except AttributeError as error:
        print(type(error).__name__)
    await task
    print(task.done(), task.url)

    semaphore = asyncio.BoundedSemaphore(3)
    async with semaphore:
        print("semaphore._value, semaphore._bound_value, semaphore._waiters =", semaphore._value, semaphore._bound_value, semaphore._waiters)
    print("semaphore._value =", semaphore._value)
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    await lock.acquire()
    waiter = asyncio.create_task(lock.acquire())
    await asyncio.sleep(0)
    print(lock._locked, len(lock._waiters), event._value, event._waiters, condition._lock.locked())
    lock.release()
    await waiter

    queue = asyncio.Queue(5)
    for i in range(4):
        queue.put_nowait(i)
    print(queue._queue, queue._unfinished_tasks, queue._maxsize, queue._getters, list(queue._queue))
    queue._queue.rotate(1)
    print(await queue.get(), queue.qsize(), queue)
    queue._queue.clear()
    print("queue.empty(), isinstance(queue._queue, deque) =", queue.empty(), isinstance(queue._queue, deque))
    queue.put_nowait("after")
    print(queue.get_nowait())
    by_priority, last_first = asyncio.PriorityQueue(), asyncio.LifoQueue()
    for i in (3, 1, 2):
        by_priority.put_nowait(i)
        last_first.put_nowait(i)
    print("by_priority._queue, last_first._queue =", by_priority._queue, last_first._queue)
    by_priority.put_nowait(0)
    print("[by_priority.get_nowait() for _ in range(4)], [last_first... =", [by_priority.get_nowait() for _ in range(4)], [last_first.get_nowait() for _ in range(3)])

    named = Named("jobs", maxsize=1)
    named.put_nowait(1)
    print(named.name, named._value, named.full(), named)
    counted = Counted(1)
    async with counted:
        other = asyncio.create_task(counted.acquire())
        await asyncio.sleep(0)
    print("await other, counted._waiters_seen, counted._value =", await other, counted._waiters_seen, counted._value)

    future = loop.create_future()
    future.set_result(7)
    print(future._state, future._result, future._exception, future._loop is loop)
    handle = loop.call_later(10, print, 1, 2)
    print(handle._callback, handle._args, handle._cancelled, handle._when == handle.when())
    handle.cancel()
    print("handle._callback, handle._args, handle._cancelled =", handle._callback, handle._args, handle._cancelled)
    print("loop.slow_callback_duration, loop._closed, loop._debug, l... =", loop.slow_callback_duration, loop._closed, loop._debug, loop._default_executor)
    reader = asyncio.StreamReader(limit=10)
    reader.feed_data(b"abc")
    print(reader._buffer, reader._limit, reader._eof, asyncio.Queue[int], asyncio.Future[str])


asyncio.run(main())

import asyncio

# How many passes of the loop go by until the waiter of each thing runs again.


class Passes:
    def __init__(self):
        self.count, self.on = 0, True
        asyncio.get_running_loop().call_soon(self.tick)

    def tick(self):
        self.count += 1
        if self.on:
            asyncio.get_running_loop().call_soon(self.tick)


async def nop():
    pass


async def zero():
    await asyncio.sleep(0)


async def measure(title, make):
    passes = Passes()
    await asyncio.sleep(0)
    before = passes.count
    try:
        result = make()
        if asyncio.iscoroutine(result) or asyncio.isfuture(result):
            await result
        else:
            for c in result:
                await c
        print(title, passes.count - before)
    except BaseException as error:
        print(title, passes.count - before, type(error).__name__)
    passes.on = False


def task(c=None):
    return asyncio.create_task(c or nop())


async def fails():
    raise ValueError


def set_soon():
    f = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_soon(f.set_result, None)
    return f


def event_soon():
    e = asyncio.Event()
    asyncio.get_running_loop().call_soon(e.set)
    return e.wait()


def put_soon():
    q = asyncio.Queue()
    asyncio.get_running_loop().call_soon(q.put_nowait, 1)
    return q.get()


def get_soon():
    q = asyncio.Queue(1)
    q.put_nowait(0)
    asyncio.get_running_loop().call_soon(q.get_nowait)
    return q.put(1)


def join_soon():
    q = asyncio.Queue()
    q.put_nowait(0)
    asyncio.get_running_loop().call_soon(q.task_done)
    return q.join()


async def lock_soon():
    lock = asyncio.Lock()
    await lock.acquire()
    asyncio.get_running_loop().call_soon(lock.release)
    async with lock:
        pass


async def group(*cs):
    async with asyncio.TaskGroup() as tg:
        for c in cs:
            tg.create_task(c)


async def agen():
    yield 1
    await asyncio.sleep(0)
    yield 2


async def iterate():
    async for _ in agen():
        pass


async def timeout():
    async with asyncio.timeout(0):
        await asyncio.sleep(1)


async def cancelled():
    t = task(asyncio.sleep(1))
    await asyncio.sleep(0)
    t.cancel()
    await t


async def chain(n):
    if n:
        await task(chain(n - 1))


async def notified():
    c = asyncio.Condition()

    async def notify():
        async with c:
            c.notify()

    t = task(notify())
    async with c:
        await c.wait()


async def main():
    await measure("coroutine", nop)
    await measure("sleep(0)", zero)
    await measure("task", task)
    await measure("task of sleep(0)", lambda: task(zero()))
    await measure("failing task", lambda: task(fails()))
    await measure("gather", lambda: asyncio.gather(nop(), zero()))
    await measure("gather of gather", lambda: asyncio.gather(asyncio.gather(nop()), asyncio.gather(zero())))
    await measure("gather that fails", lambda: asyncio.gather(zero(), fails()))
    await measure("gather of failures", lambda: asyncio.gather(fails(), return_exceptions=True))
    await measure("wait_for", lambda: asyncio.wait_for(zero(), 1))
    await measure("wait_for of a task", lambda: asyncio.wait_for(task(zero()), 1))
    await measure("wait_for with 0", lambda: asyncio.wait_for(zero(), 0))
    await measure("shield", lambda: asyncio.shield(zero()))
    await measure("wait", lambda: asyncio.wait([task(), task(zero())]))
    await measure("wait first", lambda: asyncio.wait([task(), task(zero())], return_when="FIRST_COMPLETED"))
    await measure("as_completed", lambda: asyncio.as_completed([zero()]))
    await measure("future", set_soon)
    await measure("event", event_soon)
    await measure("queue get", put_soon)
    await measure("queue put", get_soon)
    await measure("queue join", join_soon)
    await measure("lock", lock_soon)
    await measure("condition", notified)
    await measure("empty group", group)
    await measure("group of one", lambda: group(nop()))
    await measure("group of three", lambda: group(nop(), zero(), nop()))
    await measure("group in group", lambda: group(group(nop())))
    await measure("failing group", lambda: group(fails()))
    await measure("failing group with a sleeper", lambda: group(asyncio.sleep(1), fails()))
    await measure("async generator", iterate)
    await measure("cancelled task", cancelled)
    await measure("timeout(0)", timeout)
    await measure("chain of 5 tasks", lambda: chain(5))
    await measure("done task", lambda: nop())


asyncio.run(main())

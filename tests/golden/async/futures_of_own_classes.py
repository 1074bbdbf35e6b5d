# Futures and tasks written in Python, which asyncio reaches through their methods alone.
import asyncio
import signal
from asyncio import futures, tasks


async def work(value, delay=0.0, fails=False):
    await asyncio.sleep(delay)
    if fails:
        raise ValueError(value)
    return value


async def main():
    loop = asyncio.get_running_loop()

    def new(coroutine):
        return tasks._PyTask(coroutine, loop=loop)

    print("isfuture", asyncio.isfuture(new(work(0))))
    print("await", await new(work(1)))
    print("gather", await asyncio.gather(new(work(1)), work(2), new(work(3))))
    found = await asyncio.gather(new(work(1, fails=True)), work(2), return_exceptions=True)
    print("gather, exceptions returned", found)
    try:
        await asyncio.gather(new(work(1, fails=True)), work(2))
    except ValueError as error:
        print("gather raises", repr(error))
    print("shield", await asyncio.shield(new(work(4))))
    done, pending = await asyncio.wait([new(work(5)), asyncio.create_task(work(6, 9))], return_when="FIRST_COMPLETED")
    print("wait", [t.result() for t in done], len(pending))
    done, pending = await asyncio.wait([new(work(5, 9))], timeout=0.01)
    print("wait, timeout", len(done), len(pending))
    for next_done in asyncio.as_completed([new(work(7, 0.02)), work(8)]):
        print("as_completed", await next_done)
    try:
        await asyncio.wait_for(new(work(9, 9)), 0)
    except TimeoutError as error:
        print("wait_for", repr(error))
    print("wait_for", await asyncio.wait_for(new(work(10)), 1))
    future = futures._PyFuture(loop=loop)
    loop.call_soon(future.set_result, "set")
    print("future", await future)
    print("ensure_future", asyncio.ensure_future(future) is future)

    # The built-in ones show the same to drivers written in Python.
    future = loop.create_future()
    print("callbacks", future._callbacks, future._asyncio_future_blocking)
    iterator = iter(future)
    print("yielded itself", next(iterator) is future, future._asyncio_future_blocking)
    future._asyncio_future_blocking = False
    future.add_done_callback(print)
    print("callbacks", len(future._callbacks), future._callbacks[0][0] is print)
    waiting = asyncio.create_task(work(1))
    outer = asyncio.gather(waiting)
    print("callbacks of asyncio", len(waiting._callbacks), outer._callbacks)
    await outer

    class Yields:
        def __await__(self):
            yield future

    async def mistake():
        await Yields()

    try:
        await asyncio.create_task(mistake())
    except RuntimeError as error:
        print("yield", str(error)[:34])

    # Handlers of signals are seen by `signal`.
    handler = signal.getsignal(signal.SIGINT)
    print("in a run", type(handler).__name__, list(handler.keywords))
    signal.signal(signal.SIGINT, handler)
    print("set again", signal.getsignal(signal.SIGINT) == handler)
    loop.add_signal_handler(signal.SIGUSR1, print)
    print("added", signal.getsignal(signal.SIGUSR1).__name__)
    loop.remove_signal_handler(signal.SIGUSR1)
    print("removed", repr(signal.getsignal(signal.SIGUSR1)))


asyncio.run(main())
print("after a run", signal.getsignal(signal.SIGINT) is signal.default_int_handler)


def factory(loop, coroutine, *, name=None, context=None):
    return tasks._PyTask(coroutine, loop=loop, name=name, context=context)


with asyncio.Runner() as runner:
    runner.get_loop().set_task_factory(factory)
    print("runner", runner.run(work("done")))
    try:
        runner.run(work("failed", fails=True))
    except ValueError as error:
        print("runner", repr(error))

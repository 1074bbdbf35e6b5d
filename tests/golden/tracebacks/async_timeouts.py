"""Tracebacks of timeouts and cancellation."""

import asyncio
import traceback


async def slow():
    await asyncio.sleep(10)


async def wait_for():
    await asyncio.wait_for(slow(), 0.01)


async def timeout():
    async with asyncio.timeout(0.01):
        await slow()


async def timeout_in_task_group():
    async with asyncio.timeout(0.01):
        async with asyncio.TaskGroup() as group:
            group.create_task(slow())


async def cancelled():
    task = asyncio.create_task(slow())
    await asyncio.sleep(0)
    task.cancel("stop it")
    await task


async def cancelled_gather():
    gathered = asyncio.gather(slow(), slow())
    await asyncio.sleep(0)
    gathered.cancel()
    await gathered


async def cleanup_fails():
    async def careful():
        try:
            await slow()
        finally:
            raise RuntimeError("cleanup")

    task = asyncio.create_task(careful())
    await asyncio.sleep(0)
    task.cancel()
    await task


async def translated():
    try:
        await asyncio.wait_for(slow(), 0.01)
    except TimeoutError as error:
        raise ConnectionError("too slow") from error


async def awaited_twice():
    task = asyncio.create_task(failing())
    for _ in range(2):
        try:
            await task
        except ValueError:
            traceback.print_exc()
    await task


async def failing():
    await asyncio.sleep(0)
    raise ValueError("once")


async def in_gather():
    await asyncio.gather(failing(), slow())


async def gathered_exceptions():
    for result in await asyncio.gather(failing(), return_exceptions=True):
        traceback.print_exception(result)
    raise result


async def as_completed():
    for next_one in asyncio.as_completed([failing(), slow()], timeout=1):
        await next_one


async def queue():
    async def worker(items):
        while True:
            item = await items.get()
            1 / item

    items = asyncio.Queue()
    items.put_nowait(0)
    await worker(items)


async def asynchronous_generator():
    async def numbers():
        yield 1
        await failing()

    async for number in numbers():
        pass


async def asynchronous_comprehension():
    async def numbers():
        yield 0

    return [1 / number async for number in numbers()]


async def context_manager():
    class Manager:
        async def __aenter__(self):
            await failing()

        async def __aexit__(self, *details):
            pass

    async with Manager():
        pass


async def context_manager_exit():
    class Manager:
        async def __aenter__(self):
            pass

        async def __aexit__(self, *details):
            raise KeyError("exit")

    async with Manager():
        await failing()


async def in_thread():
    def work():
        raise ValueError("thread")

    await asyncio.to_thread(work)


async def not_awaitable():
    await 5


async def coroutine_twice():
    coroutine = failing()
    try:
        await coroutine
    except ValueError:
        pass
    await coroutine


async def run_in_loop():
    coroutine = failing()
    try:
        asyncio.run(coroutine)
    finally:
        coroutine.close()


async def loop_run_in_loop():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    loop.run_until_complete(future)


async def wrong_task():
    asyncio.create_task(5)


async def wrong_gather():
    await asyncio.gather(5)


async def gather_list():
    coroutine = failing()
    try:
        await asyncio.gather([coroutine])
    finally:
        coroutine.close()


async def result_too_early():
    asyncio.get_running_loop().create_future().result()


async def set_twice():
    future = asyncio.get_running_loop().create_future()
    future.set_result(1)
    future.set_result(2)


async def barrier():
    await asyncio.Semaphore(-1).acquire()


async def release():
    asyncio.Lock().release()


for function in list(globals().values()):
    if asyncio.iscoroutinefunction(function) and function not in (slow, failing):
        print(function.__name__)
        try:
            asyncio.run(function())
        except BaseException:
            traceback.print_exc()
asyncio.run(translated())

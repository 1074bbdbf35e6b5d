# Tasks and futures of CPython's classes in Python, made by a task factory.
import asyncio
from asyncio import tasks


def factory(loop, coroutine, **options):
    return tasks._PyTask(coroutine, loop=loop, **options)


async def fails(delay):
    await asyncio.sleep(delay)
    raise ValueError(f"after {delay}")


async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(factory)

    async def inner():
        print("task:", type(asyncio.current_task()).__module__, type(asyncio.current_task()) is tasks._PyTask)
        async with asyncio.TaskGroup() as group:
            first = group.create_task(asyncio.sleep(0.1, "one"))
            second = group.create_task(asyncio.sleep(0.2, "two"))
        print("group:", first.result(), second.result())
        try:
            async with asyncio.TaskGroup() as group:
                other = group.create_task(asyncio.sleep(10))
                group.create_task(fails(0.1))
        except ExceptionGroup as error:
            print("errors:", error.exceptions, "other cancelled:", other.cancelled())
        try:
            async with asyncio.timeout(0.1):
                await asyncio.sleep(10)
        except TimeoutError:
            print("timeout")
        print("gather:", await asyncio.gather(asyncio.sleep(0.1, 1), asyncio.sleep(0.1, 2)))
        print("wait_for:", await asyncio.wait_for(asyncio.sleep(0.1, 3), 1))
        print("cancelling:", asyncio.current_task().cancelling())

    await asyncio.create_task(inner())


asyncio.run(main())

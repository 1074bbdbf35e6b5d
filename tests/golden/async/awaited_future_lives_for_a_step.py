# The future that woke a task lives until the task waits again.

import asyncio
import weakref


class Result:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("  dropped", self.name)


async def make(name):
    await asyncio.sleep(0)
    return Result(name)


async def main():
    print("task:")
    task = asyncio.create_task(make("task"))
    seen = weakref.ref(task)
    print(" ", type(await task).__name__)
    del task
    print("  alive =", seen() is not None)
    await asyncio.sleep(0)
    print("  alive =", seen() is not None)

    print("gather:")
    tasks = weakref.WeakSet()

    async def tracked():
        tasks.add(asyncio.current_task())
        await asyncio.sleep(0)

    await asyncio.gather(tracked(), tracked())
    print("  tasks =", len(tasks))
    await asyncio.sleep(0)
    print("  tasks =", len(tasks))

    print("future:")
    future = asyncio.get_running_loop().create_future()
    seen = weakref.ref(future)
    asyncio.get_running_loop().call_soon(future.set_result, Result("future"))
    await future
    del future
    print("  alive =", seen() is not None)
    await asyncio.sleep(0)
    print("  alive =", seen() is not None)

    print("exception:")

    async def fail():
        await asyncio.sleep(0)
        raise LookupError(Result("exception"))

    task = asyncio.create_task(fail())
    seen = weakref.ref(task)
    try:
        await task
    except LookupError:
        pass
    del task
    print("  alive =", seen() is not None)
    await asyncio.sleep(0)
    print("  alive =", seen() is not None)

    print("wait:")
    task = asyncio.create_task(make("wait"))
    seen = weakref.ref(task)
    await asyncio.wait([task])
    del task
    print("  alive =", seen() is not None)
    print("end")


asyncio.run(main())

"""A program's own policies, loops, task factories, tasks and futures are used everywhere."""

import asyncio


class Policy(asyncio.DefaultEventLoopPolicy):
    def new_event_loop(self):
        loop = super().new_event_loop()
        loop.slow_callback_duration = 7
        print("a loop of the policy")
        return loop


class Loop(asyncio.SelectorEventLoop):
    def create_task(self, coro, **options):
        print("create", coro.__name__, sorted(options))
        return super().create_task(coro, **options)


async def main():
    loop = asyncio.get_running_loop()
    print(type(loop).__name__, loop.slow_callback_duration)
    await asyncio.create_task(asyncio.sleep(0), name="named")
    async with asyncio.TaskGroup() as group:
        group.create_task(asyncio.sleep(0))
    await asyncio.gather(asyncio.sleep(0))


asyncio.set_event_loop_policy(Policy())
asyncio.run(main())
asyncio.new_event_loop().close()
asyncio.set_event_loop_policy(None)
asyncio.run(main())
asyncio.run(main(), loop_factory=Loop)


class Task(asyncio.Task):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.notes = []

    def cancel(self, msg=None):
        self.notes.append("cancelled")
        return super().cancel(msg)


class Future(asyncio.Future):
    def set_result(self, result):
        print("set", result)
        super().set_result(result)


async def at_once():
    return 3


async def factories():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(lambda loop, coro, **options: Task(coro, loop=loop, **options))
    task = asyncio.create_task(asyncio.sleep(1), name="own")
    await asyncio.sleep(0)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print(type(task).__name__, task.notes, task.get_name())
    try:
        async with asyncio.timeout(0.01):
            await (task := asyncio.create_task(asyncio.sleep(1)))
    except TimeoutError:
        print(task.notes)
    loop.set_task_factory(asyncio.create_eager_task_factory(Task))
    task = asyncio.create_task(at_once())
    print("task.done(), task.result(), task.notes =", task.done(), task.result(), task.notes)
    future = Future()
    loop.call_soon(future.set_result, 4)
    print(await future, future)


asyncio.run(factories())

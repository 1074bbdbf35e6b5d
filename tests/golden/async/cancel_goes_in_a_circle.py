# Tasks that await each other pass a request to cancel round: the request fails, and they stay.
import asyncio


async def follow(tasks, name):
    await tasks[name]


async def circle(names):
    tasks = {}
    for name, following in zip(names, names[1:] + names[0]):
        tasks[name] = asyncio.create_task(follow(tasks, following))
    await asyncio.sleep(0)
    try:
        tasks["a"].cancel()
    except RecursionError:
        asked = [task.cancelling() > 0 for task in tasks.values()]
        print(names, "RecursionError, asked:", asked, "done:", tasks["a"].done())
    for task in tasks.values():
        task._log_destroy_pending = False


async def chain(length):
    task = asyncio.create_task(asyncio.Event().wait())
    for _ in range(length):
        task = asyncio.create_task(follow([task], 0))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("a chain of", length, "cancelled:", task.cancelled())


loop = asyncio.new_event_loop()
for names in ["ab", "abc", "abcdef"]:
    loop.run_until_complete(circle(names))
loop.run_until_complete(chain(100))

# explore:
import asyncio


async def mirror(name, delay):
    await asyncio.sleep(delay)
    return name


async def main():
    tasks = [asyncio.create_task(mirror(n, d)) for n, d in [("near", 0.1), ("far", 0.2)]]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    assert {task.result() for task in done} <= {"near", "far"}


asyncio.run(main())

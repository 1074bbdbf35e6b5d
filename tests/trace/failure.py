# A task that fails while others wait: for an event, a barrier, a thread, a timeout.
import asyncio


async def explode():
    await asyncio.sleep(1)
    raise ValueError("too hot")


async def wait(what):
    await what.wait()


async def main():
    event, barrier = asyncio.Event(), asyncio.Barrier(2)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(explode())
            group.create_task(wait(event))
            group.create_task(wait(barrier))
    except* ValueError as failures:
        print(failures.exceptions)
    try:
        async with asyncio.timeout(0.5):
            await asyncio.Future()
    except TimeoutError:
        print("too late")
    asyncio.get_running_loop().call_soon(print, "soon")
    await asyncio.sleep(0)
    await asyncio.sleep(0)


asyncio.run(main())

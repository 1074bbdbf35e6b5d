# A lock that is held across a long wait, a queue that fills up, and a task that is cancelled.
import asyncio


async def cook(name, stove, plates):
    async with stove:
        await asyncio.sleep(2)
    await plates.put(name)


async def waiter(plates):
    while True:
        await plates.get()
        await asyncio.sleep(1)
        plates.task_done()


async def main():
    stove, plates = asyncio.Lock(), asyncio.Queue(1)
    serving = asyncio.create_task(waiter(plates), name="waiter")
    async with asyncio.TaskGroup() as group:
        for name in "abc":
            group.create_task(cook(name, stove, plates), name=f"cook {name}")
    await plates.join()
    serving.cancel()
    await asyncio.wait([serving])


asyncio.run(main())

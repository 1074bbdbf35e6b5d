# explore:
# finds: lost, 1
import asyncio


async def job(state):
    await asyncio.sleep(0.1)
    if not state["open"]:
        raise ConnectionError("closed")


async def main():
    state = {"open": True}
    task = asyncio.create_task(job(state))
    await asyncio.sleep(0.12)
    state["open"] = False
    await asyncio.sleep(0.2)  # nobody asks the task
    del task


asyncio.run(main())

# explore:
# finds: failed assertion, 1
import asyncio
import time

value = 0


def slow():
    seen = value
    time.sleep(0.1)
    return seen + 1


async def main():
    global value
    job = asyncio.create_task(asyncio.to_thread(slow))
    await asyncio.sleep(0.12)
    value += 10 if job.done() else 20
    value += await job
    assert value == 11, value


asyncio.run(main())

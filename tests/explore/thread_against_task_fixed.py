# explore:
import asyncio
import time

value = 0


def slow(seen):
    time.sleep(0.1)
    return seen + 1


async def main():
    global value
    job = asyncio.create_task(asyncio.to_thread(slow, value))
    await asyncio.sleep(0.12)
    value += 10
    value += await job
    assert value == 11, value


asyncio.run(main())

# explore:
import asyncio
import time


def work(name, seconds):
    time.sleep(seconds)
    return name


async def main():
    log = await asyncio.gather(
        asyncio.to_thread(work, "small", 0.1),
        asyncio.to_thread(work, "large", 0.15),
    )
    assert log == ["small", "large"], log


asyncio.run(main())

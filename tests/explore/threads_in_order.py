# explore:
# finds: failed assertion, 1
import asyncio
import time

log = []


def work(name, seconds):
    time.sleep(seconds)
    log.append(name)


async def main():
    await asyncio.gather(
        asyncio.to_thread(work, "small", 0.1),
        asyncio.to_thread(work, "large", 0.15),
    )
    assert log == ["small", "large"], log


asyncio.run(main())

# explore:
# finds: deadlock, 1
import asyncio


async def waits(event, delay):
    await asyncio.sleep(delay)
    await event.wait()


async def main():
    event = asyncio.Event()
    task = asyncio.create_task(waits(event, 0.1))
    await asyncio.sleep(0.12)
    event.set()
    event.clear()  # whoever comes later waits for ever
    await task


asyncio.run(main())

"""KeyboardInterrupt raised in a task leaves the loop."""

import asyncio


async def waits():
    try:
        await asyncio.sleep(10)
    finally:
        print("cancelled")


async def interrupts():
    await asyncio.sleep(0.01)
    raise KeyboardInterrupt("now")


async def main():
    task = asyncio.create_task(waits())
    await interrupts()


asyncio.run(main())

"""What tasks raise while asyncio.run ends them has the exception of the main task as its context."""

import asyncio


async def child():
    try:
        await asyncio.sleep(10)
    finally:
        raise OSError("cleaning up failed")


async def main():
    asyncio.create_task(child(), name="child")
    await asyncio.sleep(0)
    raise LookupError("the main task failed")


asyncio.run(main())

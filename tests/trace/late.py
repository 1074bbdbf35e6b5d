# A coroutine that is made early and awaited late, and one that is never awaited.
import asyncio


async def broccoli():
    await asyncio.sleep(2)


async def burgers():
    await asyncio.sleep(3)


async def main():
    side = broccoli()
    burgers()
    await burgers()
    await side


asyncio.run(main())

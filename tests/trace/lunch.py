# Three dishes at once, one of which does not let the others go on.
import asyncio
import time


async def pasta():
    print("pasta on")
    await asyncio.sleep(10)
    print("pasta ready")


async def meatloaf():
    await asyncio.sleep(3)
    print("meatloaf ready")


async def avocado():
    time.sleep(2)
    print("avocado ready")


async def lunch():
    await asyncio.gather(pasta(), meatloaf(), avocado())


asyncio.run(lunch())

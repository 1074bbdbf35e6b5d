import asyncio
import time


async def blink():
    print("on")
    await time.sleep(0.01)
    print("off")


asyncio.run(blink())

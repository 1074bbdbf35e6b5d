"""Loops that do something, or ask what no event tells."""

import asyncio
import os


async def main(path, running):
    while not os.path.exists(path):
        await asyncio.sleep(1)
    while running:
        print("still here")
        await asyncio.sleep(60)
    while True:
        await asyncio.sleep(3600)


asyncio.run(main("x", False))

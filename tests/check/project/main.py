import asyncio
import kitchen
import kitchen.stove as stove
from kitchen import Oven, wash
from kitchen.pantry import fetch
from helpers import *
from missing import nothing


class Cook:
    def __init__(self):
        self.oven = Oven()

    async def bake(self):
        self.oven.heat()
        await self.oven.bake()
        self.oven.bake()


def prepare():
    print("preparing")
    fetch("salt")


async def main():
    fetch("salt")
    wash()
    stove.light()
    kitchen.stove.light()
    prepare()
    tidy()
    nothing()
    stove.look()
    stove.recipe()
    Oven().heat()
    stove.maybe(True)
    await asyncio.to_thread(fetch, "salt")
    stove.boil()


stove.boil()
asyncio.run(main())

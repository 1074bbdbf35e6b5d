"""At most two at the stove: a semaphore hands out the burners."""

import asyncio


async def cook(name, burners):
    async with burners:
        print(f"{name} takes a burner")
        await asyncio.sleep(0.02)
        print(f"{name} gives it back")


async def main():
    burners = asyncio.Semaphore(2)
    await asyncio.gather(*(cook(name, burners) for name in ["rice", "peas", "eggs", "jam", "tea"]))
    print("free burners:", not burners.locked())


asyncio.run(main())

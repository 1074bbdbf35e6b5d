# explore: --same-output
# finds: another output, 1
import asyncio


async def cook(dish, minutes):
    await asyncio.sleep(minutes)
    print(dish)


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(cook("soup", 10))
        group.create_task(cook("bread", 12))


asyncio.run(main())

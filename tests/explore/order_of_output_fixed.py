# explore: --same-output
import asyncio


async def cook(dish, minutes):
    await asyncio.sleep(minutes)
    return dish


async def main():
    async with asyncio.TaskGroup() as group:
        dishes = [
            group.create_task(cook("soup", 10)),
            group.create_task(cook("bread", 12)),
        ]
    for dish in dishes:
        print(dish.result())


asyncio.run(main())

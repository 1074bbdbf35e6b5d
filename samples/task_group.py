"""In a TaskGroup one failure calls the others off, and every error is reported."""

import asyncio


async def dish(name, seconds, accident=None):
    try:
        await asyncio.sleep(seconds)
        if accident:
            raise accident
        print(f"{name} is done")
    except asyncio.CancelledError:
        print(f"{name} is called off")
        raise


async def main():
    try:
        async with asyncio.TaskGroup() as kitchen:
            kitchen.create_task(dish("soup", 0.01))
            kitchen.create_task(dish("souffle", 0.02, ValueError("it collapsed")))
            kitchen.create_task(dish("sauce", 0.02, OSError("the pan is on fire")))
            kitchen.create_task(dish("roast", 0.50))
    except* ValueError as group:
        print("recipe trouble:", *group.exceptions)
    except* OSError as group:
        print("kitchen trouble:", *group.exceptions)


asyncio.run(main())

import asyncio


async def fetch(number):
    await asyncio.sleep(number / 10)
    return 10 / (number - 2)


async def save(text):
    await asyncio.sleep(0.1)
    raise OSError("disk full")


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(fetch(3), name="fetch three")
        group.create_task(save("a"), name="save a")
        group.create_task(save("b"), name="save b")


asyncio.run(main())

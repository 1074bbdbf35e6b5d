import asyncio


async def work():
    return "ada"


async def main():
    task = asyncio.create_task(work())
    print(task.upper())


asyncio.run(main())

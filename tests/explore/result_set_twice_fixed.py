# explore:
import asyncio


async def server(name, delay, winner):
    await asyncio.sleep(delay)
    await asyncio.sleep(0.01)
    if not winner.done():
        winner.set_result(name)


async def main():
    winner = asyncio.get_running_loop().create_future()
    async with asyncio.TaskGroup() as group:
        group.create_task(server("a", 0.1, winner))
        group.create_task(server("b", 0.15, winner))
    print(winner.result() in "ab")


asyncio.run(main())

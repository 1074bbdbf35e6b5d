# explore:
# finds: uncaught exception, 1
import asyncio


async def server(name, delay, winner):
    await asyncio.sleep(delay)
    if not winner.done():
        await asyncio.sleep(0.01)
        winner.set_result(name)


async def main():
    winner = asyncio.get_running_loop().create_future()
    async with asyncio.TaskGroup() as group:
        group.create_task(server("a", 0.1, winner))
        group.create_task(server("b", 0.15, winner))
    print(winner.result() in "ab")


asyncio.run(main())

# explore:
# finds: uncaught exception, 1
import asyncio

seats = {"12A": None}


async def book(seat, who):
    if seats[seat] is None:
        await asyncio.sleep(0.1)  # the payment
        if seats[seat] is not None:
            raise RuntimeError(f"{seat} was sold twice")
        seats[seat] = who


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(book("12A", "Ada"))
        await asyncio.sleep(0.12)
        group.create_task(book("12A", "Ben"))


asyncio.run(main())

# explore:
import asyncio

seats = {"12A": None}


async def book(seat, who):
    if seats[seat] is None:
        seats[seat] = who  # kept before the payment
        await asyncio.sleep(0.1)


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(book("12A", "Ada"))
        await asyncio.sleep(0.12)
        group.create_task(book("12A", "Ben"))


asyncio.run(main())

"""Dining philosophers: everybody takes the lower fork first, so nobody starves."""

import asyncio

NAMES = ["Hypatia", "Kant", "Laozi", "Arendt", "Hume"]


async def dine(seat, forks, meals):
    left, right = seat, (seat + 1) % len(forks)
    low, high = sorted([left, right])
    for meal in range(1, meals + 1):
        async with forks[low], forks[high]:
            print(f"{NAMES[seat]:8} eats meal {meal} with forks {low} and {high}")
            await asyncio.sleep(0.01)
        await asyncio.sleep(0)


async def main():
    forks = [asyncio.Lock() for _ in NAMES]
    async with asyncio.TaskGroup() as table:
        for seat in range(len(NAMES)):
            table.create_task(dine(seat, forks, meals=2))
    print("all forks are back:", not any(fork.locked() for fork in forks))


asyncio.run(main())

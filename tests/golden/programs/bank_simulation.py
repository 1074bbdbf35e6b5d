import asyncio
import random


class Bank:
    def __init__(self, tellers):
        self.tellers = asyncio.Semaphore(tellers)
        self.served, self.waiting = [], 0

    async def visit(self, customer, minutes):
        self.waiting += 1
        async with self.tellers:
            self.waiting -= 1
            print(f"{customer} is served, {self.waiting} wait")
            await asyncio.sleep(minutes * 0.01)
        self.served.append(customer)


async def arrivals(bank):
    rng = random.Random(5)
    async with asyncio.TaskGroup() as tg:
        for n in range(6):
            tg.create_task(bank.visit(f"customer {n}", rng.choice([3, 11, 17])))
            await asyncio.sleep(0.01)
    print("closed after", len(bank.served))


bank = Bank(2)
asyncio.run(arrivals(bank))
print("sorted(bank.served) == [f\"customer {n}\" for n in range(6)] =", sorted(bank.served) == [f"customer {n}" for n in range(6)])

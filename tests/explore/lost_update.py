# explore:
# finds: failed assertion, 1
import asyncio

balance = 100


async def withdraw(amount):
    global balance
    if balance >= amount:
        await asyncio.sleep(0.1)  # asks the bank
        balance -= amount


async def main():
    first = asyncio.create_task(withdraw(70))
    await asyncio.sleep(0.15)
    second = asyncio.create_task(withdraw(70))
    await asyncio.gather(first, second)
    assert balance >= 0, balance


asyncio.run(main())

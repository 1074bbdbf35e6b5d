# explore:
import asyncio

accounts = {"a": 100, "b": 0}


async def move(amount):
    await asyncio.sleep(0.1)
    accounts["a"] -= amount
    accounts["b"] += amount


async def main():
    try:
        async with asyncio.timeout(0.15):
            await move(30)
    except TimeoutError:
        pass
    assert sum(accounts.values()) == 100, accounts


asyncio.run(main())

# explore:
# finds: failed assertion, 1
import asyncio

stock = {"pears": 10}
lock = asyncio.Lock()


async def sell(count):
    async with lock:
        left = stock["pears"]
        await asyncio.sleep(0.05)
        stock["pears"] = left - count


async def give_back(count):
    stock["pears"] += count  # without the lock


async def main():
    sale = asyncio.create_task(sell(3))
    await asyncio.sleep(0.06)
    await give_back(1)
    await sale
    assert stock["pears"] == 8, stock


asyncio.run(main())

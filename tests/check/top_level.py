import asyncio


async def price(dish):
    await asyncio.sleep(0)
    return 4


def bill():
    return price("soup") * 2


total = price("soup") + price("bread")
print(total)

import asyncio


async def cook(dish):
    await asyncio.sleep(1)


async def dinner():
    broccoli = cook("broccoli")
    print("pan on the burner")
    await cook("burgers")
    await broccoli


async def two():
    first = cook("soup")
    second = cook("salad")
    print(await first, await second)


async def nested(guests):
    if guests:
        pie = cook("pie")
        async for guest in guests:
            print(guest)
        for _ in range(1):
            print(await pie)
    nap = asyncio.sleep(1)
    if guests:
        await cook("cake")
    return await nap

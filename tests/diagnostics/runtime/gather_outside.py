import asyncio


async def boil(dish):
    await asyncio.sleep(0.1)
    return dish


asyncio.run(asyncio.gather(boil("rice"), boil("peas")))

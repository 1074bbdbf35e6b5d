# explore:
# finds: failed assertion, 1
import asyncio

database, cache = {"price": 1}, {}


async def read():
    if "price" not in cache:
        value = database["price"]
        await asyncio.sleep(0.1)
        cache["price"] = value
    return cache["price"]


async def write(value):
    database["price"] = value
    cache.pop("price", None)


async def main():
    reader = asyncio.create_task(read())
    await asyncio.sleep(0.11)
    await write(2)
    await reader
    assert await read() == 2


asyncio.run(main())

# explore:
import asyncio

database, cache = {"price": 1}, {}
version = 0


async def read():
    if "price" not in cache:
        value, seen = database["price"], version
        await asyncio.sleep(0.1)
        if seen != version:
            return await read()
        cache["price"] = value
    return cache["price"]


async def write(value):
    global version
    version += 1
    database["price"] = value
    cache.pop("price", None)


async def main():
    reader = asyncio.create_task(read())
    await asyncio.sleep(0.11)
    await write(2)
    await reader
    assert await read() == 2


asyncio.run(main())

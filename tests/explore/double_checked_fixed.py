# explore:
import asyncio

connection = None
made = 0
lock = asyncio.Lock()


async def connect():
    global connection, made
    async with lock:
        if connection is None:
            made += 1
            await asyncio.sleep(0.1)
            connection = object()
    return connection


async def client(delay):
    await asyncio.sleep(delay)
    return await connect()


async def main():
    await asyncio.gather(client(0.1), client(0.25))
    assert made == 1, f"{made} connections"


asyncio.run(main())

# No time passes: the lanes are drawn by events.
import asyncio


async def ping(name):
    for _ in range(2):
        print(name)
        await asyncio.sleep(0)


async def main():
    await asyncio.gather(ping("ping"), ping("pong"))


asyncio.run(main())

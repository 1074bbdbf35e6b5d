import asyncio
import time


def work():
    return 5


async def main():
    print(await asyncio.to_thread(work()))


asyncio.run(main())

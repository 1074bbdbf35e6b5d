"""Comments for other linters that silence findings, and some that do not."""

import asyncio
import time


async def work():
    await asyncio.sleep(1)


async def main(tasks):
    time.sleep(1)  # noqa
    time.sleep(1)  # noqa: ASYNC251
    time.sleep(1)  # NOQA:E501,ASYNC251 because
    time.sleep(1)  # noqa: H201
    time.sleep(1)  # noqa: E501
    asyncio.create_task(work())  # noqa: RUF006
    asyncio.create_task(work())  # a comment about noqa
    print(undefined)  # noqa: F821
    print(undefined)  # type: ignore  # noqa: F821


asyncio.run(main([]))

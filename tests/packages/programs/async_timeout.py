"""Blocks with timeouts that pass, expire, are moved and are turned off."""
import asyncio
import async_timeout


async def main():
    async with async_timeout.timeout(1) as inside:
        await asyncio.sleep(0)
    print("in time:", inside.expired)
    try:
        async with async_timeout.timeout(0.01) as inside:
            await asyncio.sleep(1)
    except asyncio.TimeoutError:
        print("expired:", inside.expired)
    async with async_timeout.timeout(0.01) as inside:
        inside.shift(1)
        await asyncio.sleep(0.02)
    print("moved:", inside.expired)
    async with async_timeout.timeout(None) as inside:
        print("none:", inside.deadline)
    loop = asyncio.get_running_loop()
    try:
        async with async_timeout.timeout_at(loop.time() - 1):
            await asyncio.sleep(1)
    except TimeoutError as error:
        print("past:", type(error.__cause__ or error.__context__).__name__)


asyncio.run(main())

# The private attributes of asyncio.Timeout that packages look at.
import asyncio


async def main():
    async with asyncio.timeout(None) as timeout:
        print("none", timeout._timeout_handler, timeout._task is asyncio.current_task(), timeout._when)
    async with asyncio.timeout(5) as timeout:
        print("set", timeout._timeout_handler is not None, timeout._when == timeout.when())


asyncio.run(main())

# Start-up and asyncio: what the smallest asynchronous script costs.
import asyncio


async def main():
    await asyncio.sleep(0)
    print("done")


asyncio.run(main())

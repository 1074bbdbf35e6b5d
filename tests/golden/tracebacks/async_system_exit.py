import asyncio
import sys


async def main():
    try:
        await asyncio.sleep(0)
        sys.exit(9)
    finally:
        print("cleaning")


asyncio.run(main())

# explore:
import asyncio
import sys


async def check(results, name, delay):
    await asyncio.sleep(delay)
    results[name] = "good"


async def main():
    results = {}
    await asyncio.gather(check(results, "disk", 0.1), check(results, "network", 0.15))
    return len(results)


sys.exit(0 if asyncio.run(main()) == 2 else 3)

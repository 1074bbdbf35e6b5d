# explore:
# finds: another exit status, 1
import asyncio
import sys


async def check(results, name, delay):
    await asyncio.sleep(delay)
    results[name] = "good"


async def main():
    results = {}
    checks = [check(results, "disk", 0.1), check(results, "network", 0.15)]
    tasks = [asyncio.create_task(each) for each in checks]
    await asyncio.sleep(0.16)
    for task in tasks:
        task.cancel()
    return len(results)


sys.exit(0 if asyncio.run(main()) == 2 else 3)

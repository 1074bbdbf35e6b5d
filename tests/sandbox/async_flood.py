# limits: instructions=300000
# ends: instructions
import asyncio
async def main():
    async with asyncio.TaskGroup() as group:
        for _ in range(5):
            group.create_task(spin())
async def spin():
    while True:
        try:
            async with asyncio.timeout(1):
                await asyncio.sleep(0)
        except BaseException:
            print("ESCAPED")
        else:
            continue
try:
    asyncio.run(main())
except* BaseException:
    print("ESCAPED")

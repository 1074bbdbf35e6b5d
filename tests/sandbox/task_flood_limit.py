# limits: tasks=100
# ends: tasks
import asyncio
async def sleeper():
    try:
        await asyncio.sleep(1000)
    finally:
        print("ESCAPED")
async def main():
    for _ in range(1000):
        await asyncio.create_task(asyncio.sleep(0))
    tasks = [asyncio.create_task(sleeper()) for _ in range(98)]
    await asyncio.sleep(0)
    try:
        while True:
            tasks.append(asyncio.create_task(sleeper()))
    finally:
        print("ESCAPED")
asyncio.run(main())

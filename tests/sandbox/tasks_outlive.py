# limits: instructions=200000
# ends: instructions
import asyncio

async def stubborn():
    while True:
        try:
            await asyncio.sleep(0)
        except BaseException:
            print("ESCAPED")

async def busy():
    while True:
        pass

async def main():
    tasks = [asyncio.create_task(stubborn()) for _ in range(10)]
    await asyncio.sleep(0)
    try:
        await asyncio.gather(busy(), *tasks)
    finally:
        print("ESCAPED")

try:
    asyncio.run(main())
except BaseException:
    print("ESCAPED")

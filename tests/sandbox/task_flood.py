# limits: heap=64M tasks=10000000
# ends: heap memory
import asyncio
async def sleeper():
    try:
        await asyncio.sleep(1000)
    finally:
        print("ESCAPED")
async def main():
    while True:
        asyncio.create_task(sleeper())
asyncio.run(main())

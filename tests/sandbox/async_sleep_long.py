# limits: time=300ms
# capabilities: real-time
# ends: time
import asyncio
async def main():
    try:
        await asyncio.sleep(100)
    finally:
        print("ESCAPED")
asyncio.run(main())

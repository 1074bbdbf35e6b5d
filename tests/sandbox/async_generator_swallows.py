# limits: instructions=100000
# ends: instructions
import asyncio

async def numbers():
    while True:
        try:
            while True:
                await asyncio.sleep(0)
        finally:
            print("ESCAPED")
            yield 2

async def main():
    async for n in numbers():
        print("ESCAPED")

asyncio.run(main())

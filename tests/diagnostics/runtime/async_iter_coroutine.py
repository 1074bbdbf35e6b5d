import asyncio

class Ticker:
    async def __aiter__(self):
        return self

    async def __anext__(self):
        return 1

async def main():
    async for tick in Ticker():
        print(tick)
        break

asyncio.run(main())

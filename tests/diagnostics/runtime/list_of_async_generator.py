import asyncio
async def gen():
    yield 1
async def main():
    print(list(gen()))
asyncio.run(main())

import asyncio

async def first(items):
    return next(iter(items))

async def main():
    print(await first([]))

asyncio.run(main())

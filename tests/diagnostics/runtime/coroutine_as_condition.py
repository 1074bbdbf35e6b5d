import asyncio
async def even(x): return x % 2 == 0
async def main():
    print([x for x in range(4) if even(x)])
asyncio.run(main())

import asyncio
async def key(x): return -x
async def main():
    print(sorted([1, 2, 3], key=key))
asyncio.run(main())

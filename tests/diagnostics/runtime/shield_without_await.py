import asyncio
async def f(): return 3
async def main():
    x = asyncio.shield(f())
    print(x + 1)
asyncio.run(main())

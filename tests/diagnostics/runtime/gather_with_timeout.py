import asyncio
async def f(): pass
async def main():
    await asyncio.gather(f(), timeout=1)
asyncio.run(main())

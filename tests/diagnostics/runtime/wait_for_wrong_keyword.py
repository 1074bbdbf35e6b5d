import asyncio
async def f(): pass
async def main():
    await asyncio.wait_for(f(), seconds=1)
asyncio.run(main())

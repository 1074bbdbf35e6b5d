import asyncio
async def main():
    await asyncio.timeout(1)
asyncio.run(main())

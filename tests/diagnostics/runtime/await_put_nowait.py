import asyncio
async def main():
    q = asyncio.Queue()
    await q.put_nowait(1)
asyncio.run(main())

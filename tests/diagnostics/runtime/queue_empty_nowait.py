import asyncio
async def main():
    q = asyncio.Queue()
    print(q.get_nowait())
asyncio.run(main())

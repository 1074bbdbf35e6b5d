import asyncio
async def main():
    lock = asyncio.Lock()
    with await lock:
        print("in")
asyncio.run(main())

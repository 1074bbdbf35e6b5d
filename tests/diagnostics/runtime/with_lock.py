import asyncio
async def main():
    lock = asyncio.Lock()
    with lock:
        print("in")
asyncio.run(main())

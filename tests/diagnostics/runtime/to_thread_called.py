import asyncio, time
async def main():
    await asyncio.to_thread(time.sleep(0.01))
asyncio.run(main())

import asyncio

async def main():
    jobs = [lambda: asyncio.sleep(0.01) for _ in range(2)]
    await asyncio.gather(*jobs)

asyncio.run(main())

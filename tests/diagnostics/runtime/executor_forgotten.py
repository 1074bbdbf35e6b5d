import asyncio
def work(x): return x
async def main():
    loop = asyncio.get_running_loop()
    print(await loop.run_in_executor(work, 1))
asyncio.run(main())

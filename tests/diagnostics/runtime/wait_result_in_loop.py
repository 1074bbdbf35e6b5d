import asyncio
async def f(): return 1
async def main():
    for r in await asyncio.wait([asyncio.create_task(f())]):
        print(r.result())
asyncio.run(main())

import asyncio
async def price(x): return x * 2
async def main():
    total = 0
    for x in range(3):
        total += asyncio.create_task(price(x))
    print(total)
asyncio.run(main())

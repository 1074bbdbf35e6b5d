import asyncio

async def double(x):
    return x * 2

async def main():
    numbers = list(map(double, [1, 2, 3]))
    print(max(numbers))

asyncio.run(main())

# Coroutines that await coroutines, as deep as a program's layers go.
import asyncio


async def layer(depth, n):
    if depth == 0:
        return n
    return await layer(depth - 1, n) + 1


async def main():
    total = 0
    for n in range(20_000):
        total += await layer(20, n)
    print(total)


asyncio.run(main())

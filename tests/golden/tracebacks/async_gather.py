import asyncio


async def child(n):
    await asyncio.sleep(0.01 * n)
    if n == 2:
        raise RuntimeError("child two")


async def main():
    await asyncio.gather(*(child(n) for n in range(4)))


asyncio.run(main())

import asyncio


async def slow_answer():
    await asyncio.sleep(10)
    return 42


async def main():
    print(await asyncio.wait_for(slow_answer(), timeout=0.5))


asyncio.run(main())

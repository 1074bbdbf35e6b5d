# explore:
import asyncio


async def answer(future):
    await asyncio.sleep(0.1)
    if not future.done():
        future.set_result("yes")


async def main():
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(answer(future))
    try:
        print(await asyncio.wait_for(future, 0.15))
    except TimeoutError:
        print("no answer")
    await task


asyncio.run(main())

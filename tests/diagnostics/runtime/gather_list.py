import asyncio


async def work(number):
    return number


async def main():
    jobs = [asyncio.create_task(work(number)) for number in range(3)]
    print(await asyncio.gather(jobs))


asyncio.run(main())

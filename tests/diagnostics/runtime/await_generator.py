import asyncio


async def work(number):
    return number


async def main():
    jobs = (work(number) for number in range(3))
    print(await jobs)


asyncio.run(main())

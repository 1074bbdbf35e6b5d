import asyncio


async def work(number):
    await asyncio.sleep(0.1)
    return number


async def main():
    jobs = [work(1), work(2)]
    try:
        print(await jobs)
    finally:
        for job in jobs:
            job.close()


asyncio.run(main())

import asyncio


def log(text):
    print(text)


async def main():
    await log("started")


asyncio.run(main())

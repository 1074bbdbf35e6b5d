import asyncio


async def parse(text):
    await asyncio.sleep(0)
    return int(text)


async def parse_all(texts):
    return await asyncio.gather(*(parse(text) for text in texts))


async def main():
    print(await parse_all(["1", "2.5", "3"]))


asyncio.run(main())

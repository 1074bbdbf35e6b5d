import asyncio


async def fetch():
    pass


async def main():
    asyncio.run(fetch())
    asyncio.get_event_loop().run_until_complete(fetch())
    loop = asyncio.new_event_loop()
    loop.run_forever()
    with asyncio.Runner() as runner:
        runner.run(fetch())

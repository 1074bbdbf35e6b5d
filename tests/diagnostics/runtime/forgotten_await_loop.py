import asyncio


async def fetch_names():
    await asyncio.sleep(0.1)
    return ["Ada", "Grace"]


async def main():
    names = fetch_names()
    for name in names:
        print(name)


asyncio.run(main())

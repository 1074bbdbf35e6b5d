import asyncio


async def fetch():
    return 1


async def main():
    coroutine = fetch()
    try:
        print(asyncio.run(coroutine))
    finally:
        coroutine.close()


asyncio.run(main())

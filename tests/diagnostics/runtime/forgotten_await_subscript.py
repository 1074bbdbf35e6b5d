import asyncio


async def fetch_prices():
    return {"apple": 3}


async def main():
    prices = fetch_prices()
    print(prices["apple"])


asyncio.run(main())

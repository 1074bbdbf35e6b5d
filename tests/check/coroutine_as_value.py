import asyncio


async def price(dish):
    return 4


async def main(queue: asyncio.Queue):
    total = price("soup") + 1
    print(price("soup").real)
    print(price("soup")[0], len(price("soup")))
    if price("soup"):
        print(f"it costs {price('soup')}")
    while not price("soup"):
        pass
    if price("soup") == 4 or queue.get():
        print(-price("soup"))
    total += price("soup")
    first, second = price("soup")
    soup = price("soup")
    print(soup.amount)
    async with price("soup"):
        pass
    print(*price("soup"))
    return "dear" if price("soup") else total

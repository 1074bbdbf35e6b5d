"""Uses that coroutines are made for."""

import asyncio
import inspect


async def price(dish):
    return 4


async def main(known):
    total = await price("soup") + 1
    coroutine = price("soup")
    if coroutine is not None and coroutine:
        print(coroutine.cr_frame, coroutine.__name__, inspect.iscoroutine(coroutine))
    print(f"{await price('soup')} {coroutine}")
    coroutine.close()
    prices = [price("soup"), price("bread")]
    print(len(prices), sum(await asyncio.gather(*prices)))
    by_name = {"soup": price("soup")}
    if price in known:
        await by_name["soup"]
    lazy = known or price("soup")
    await lazy
    coroutine = None
    return total

# A coroutine that ends without a wait, a bounded semaphore, a time limit for results, and a task that cancels itself.
import asyncio


async def price(dish, currency):
    known = {"soup": 4}
    return f"{known[dish]} {currency}"


class Stove(asyncio.BoundedSemaphore):
    pass


async def cook(stove):
    async with stove:
        await asyncio.sleep(1)


async def main():
    print(await price("soup", "€"))
    # The generator may have the address of the coroutine of price().
    stoves = asyncio.BoundedSemaphore(1), Stove(1)
    await asyncio.gather(*(cook(stove) for stove in stoves * 2))
    try:
        for result in asyncio.as_completed([asyncio.sleep(5), asyncio.sleep(1)], timeout=2):
            await result
    except TimeoutError:
        print("too slow")
    asyncio.current_task().cancel()
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        print("cancelled")


asyncio.run(main())

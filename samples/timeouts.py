"""Patience has a limit: timeouts cancel, and the cancelled may clean up."""

import asyncio


async def waiter(table, seconds):
    try:
        await asyncio.sleep(seconds)
        return f"table {table} served"
    except asyncio.CancelledError:
        print(f"(waiter of table {table} turns back)")
        raise


async def main():
    print(await asyncio.wait_for(waiter(1, 0.01), timeout=0.05))

    try:
        await asyncio.wait_for(waiter(2, 0.10), timeout=0.03)
    except TimeoutError:
        print("table 2 leaves")

    try:
        async with asyncio.timeout(0.03) as patience:
            print(await waiter(3, 0.02))
            print(await waiter(4, 0.02))
    except TimeoutError:
        print("table 4 leaves; patience expired:", patience.expired())

    task = asyncio.create_task(waiter(5, 1))
    await asyncio.sleep(0)
    task.cancel("closing time")
    try:
        await task
    except asyncio.CancelledError as reason:
        print("table 5:", reason)


asyncio.run(main())

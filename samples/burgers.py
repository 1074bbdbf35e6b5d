"""Customers order at one counter; the kitchen works on all orders at once."""

import asyncio

MINUTE = 0.01


async def grill(customer, count):
    print(f"{customer} orders {count}")
    for number in range(1, count + 1):
        await asyncio.sleep(3 * MINUTE)
        print(f"{customer}: burger {number} of {count}")
    return ["burger"] * count


async def main():
    orders = {"Ada": 1, "Grace": 3, "Linus": 2}
    trays = await asyncio.gather(*(grill(name, count) for name, count in orders.items()))
    for name, tray in zip(orders, trays):
        print(f"{name} eats {' + '.join(tray)}")


asyncio.run(main())

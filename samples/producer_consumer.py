"""Bakers fill a shelf of three, customers empty it; a full shelf makes bakers wait."""

import asyncio


async def baker(name, shelf, loaves):
    for number in range(loaves):
        await shelf.put(f"{name}{number}")
        print(f"{name} shelves {name}{number} ({shelf.qsize()} there)")


async def customer(name, shelf):
    while True:
        loaf = await shelf.get()
        print(f"  {name} takes {loaf}")
        await asyncio.sleep(0.01)
        shelf.task_done()


async def main():
    shelf = asyncio.Queue(maxsize=3)
    customers = [asyncio.create_task(customer(name, shelf)) for name in ("Mia", "Leo")]
    await asyncio.gather(baker("rye", shelf, 3), baker("oat", shelf, 4))
    await shelf.join()
    for task in customers:
        task.cancel()
    await asyncio.gather(*customers, return_exceptions=True)
    print("sold out")


asyncio.run(main())

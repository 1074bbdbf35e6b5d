import asyncio


async def worker(queue):
    while True:
        order = await queue.get()
        print(order["item"], order["price"] * 2)


async def main():
    queue = asyncio.Queue()
    task = asyncio.create_task(worker(queue), name="kitchen")
    queue.put_nowait({"item": "soup", "price": 4})
    queue.put_nowait({"item": "bread"})
    await task


asyncio.run(main())

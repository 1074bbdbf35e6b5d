import asyncio


async def waiter(event, name):
    print(name, "waits")
    print("name, await event.wait() =", name, await event.wait())


async def main():
    event = asyncio.Event()
    tasks = [asyncio.create_task(waiter(event, n)) for n in "abc"]
    await asyncio.sleep(0)
    print("set", event.is_set())
    event.set()
    print("was set", event.is_set())
    await asyncio.sleep(0)
    print("one pass later")
    await asyncio.gather(*tasks)
    await waiter(event, "late: at once")
    event.clear()
    t = asyncio.create_task(waiter(event, "again"))
    await asyncio.sleep(0)
    event.set()
    event.clear()
    print("set and cleared", event.is_set())
    await t
    c = asyncio.create_task(waiter(event, "cancelled"))
    d = asyncio.create_task(waiter(event, "kept"))
    await asyncio.sleep(0)
    c.cancel()
    event.set()
    await asyncio.wait([c, d])
    print("c.cancelled() =", c.cancelled())


asyncio.run(main())

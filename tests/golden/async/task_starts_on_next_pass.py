import asyncio


async def child(name):
    print(name, "starts")
    await asyncio.sleep(0)
    print(name, "ends")


async def main():
    print("1")
    t = asyncio.create_task(child("task"))
    print("2: not started yet")
    await child("direct")
    print("3", t.done())
    await asyncio.sleep(0)
    print("4", t.done())
    await t
    print("5")
    c = child("late")
    print("6: a coroutine waits to be awaited")
    await c


asyncio.run(main())

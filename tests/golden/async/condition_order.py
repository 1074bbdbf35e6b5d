import asyncio


async def consumer(cond, name, items):
    async with cond:
        print(name, "waits")
        await cond.wait_for(lambda: items)
        print(name, "takes", items.pop(0), cond.locked())


async def waiter(cond, name):
    async with cond:
        await cond.wait()
        print(name, "notified")


async def main():
    cond = asyncio.Condition()
    items = []
    tasks = [asyncio.create_task(consumer(cond, n, items)) for n in "abc"]
    await asyncio.sleep(0)
    async with cond:
        items.append(1)
        cond.notify()
        print("notified one")
    await asyncio.sleep(0.01)
    async with cond:
        items += [2, 3]
        cond.notify_all()
        print("notified all")
    await asyncio.gather(*tasks)
    tasks = [asyncio.create_task(waiter(cond, n)) for n in "wxyz"]
    await asyncio.sleep(0.01)
    async with cond:
        cond.notify(2)
    await asyncio.sleep(0.01)
    print("[t.done() for t in tasks] =", [t.done() for t in tasks])
    tasks[2].cancel()
    await asyncio.sleep(0)
    async with cond:
        cond.notify_all()
    await asyncio.wait(tasks)
    print("tasks[2].cancelled(), cond.locked() =", tasks[2].cancelled(), cond.locked())
    for call in (cond.notify, cond.notify_all):
        try:
            call()
        except RuntimeError as error:
            print(error)
    try:
        await cond.wait()
    except RuntimeError as error:
        print(error)


asyncio.run(main())

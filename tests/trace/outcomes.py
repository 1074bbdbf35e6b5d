import asyncio


async def part(name, seconds):
    await asyncio.sleep(seconds)
    if name == "bad":
        raise ValueError(name)
    return name


async def countdown(n):
    try:
        while n:
            yield n
            n -= 1
    finally:
        await asyncio.sleep(0.5)


class Room:
    async def __aenter__(self):
        await asyncio.sleep(0.1)

    async def __aexit__(self, *exc):
        await asyncio.sleep(0.1)


async def main():
    try:
        await asyncio.gather(part("slow", 3), part("bad", 1))
    except ValueError:
        print("one has failed")
    results = await asyncio.gather(part("good", 1), part("bad", 2), return_exceptions=True)
    print(results)
    for first in asyncio.as_completed([part("second", 2), part("first", 1)]):
        print(await first)
    tasks = [asyncio.create_task(part("never", 60))]
    done, pending = await asyncio.wait(tasks, timeout=1)
    print(len(done), len(pending))
    tasks[0].cancel()
    try:
        await tasks[0]
    except asyncio.CancelledError:
        print("cancelled")
    async for n in countdown(2):
        break
    async with Room():
        print("inside")
    future = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(1, future.set_result, "came")
    print(await future)
    lock = asyncio.Lock()

    async def user(name):
        async with lock:
            await asyncio.sleep(0.1)

    async with asyncio.TaskGroup() as group:
        group.create_task(user("first"))
        group.create_task(user("second"))


asyncio.run(main())

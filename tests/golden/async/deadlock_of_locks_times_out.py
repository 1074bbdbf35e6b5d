import asyncio


async def user(name, first, second):
    async with first:
        print(name, "has its first lock")
        await asyncio.sleep(0)
        async with second:
            print("never")


async def main():
    a, b = asyncio.Lock(), asyncio.Lock()
    try:
        async with asyncio.timeout(0.02):
            await asyncio.gather(user("x", a, b), user("y", b, a))
    except TimeoutError:
        print("deadlock broken")
    await asyncio.sleep(0)
    print("a.locked(), b.locked() =", a.locked(), b.locked())

    async def ordered(name, *locks):
        for lock in locks:
            await lock.acquire()
        print(name, "has both")
        for lock in reversed(locks):
            lock.release()

    await asyncio.gather(ordered("x", a, b), ordered("y", a, b))


asyncio.run(main())

import asyncio


async def f(n):
    await asyncio.sleep(0.01 * n)
    return n


async def fails(n):
    await asyncio.sleep(0.01 * n)
    raise ValueError(n)


async def main():
    for c in asyncio.as_completed([f(3), f(1), f(2)]):
        print("next", await c)
    for c in asyncio.as_completed([f(2), fails(1)]):
        try:
            print("await c =", await c)
        except ValueError as error:
            print("failed", error)
    try:
        for c in asyncio.as_completed([f(1), f(5)], timeout=0.03):
            print("await c =", await c)
    except TimeoutError as error:
        print(repr(error))
    tasks = [asyncio.create_task(f(n), name=f"t{n}") for n in (2, 1)]
    async for t in asyncio.as_completed(tasks):
        print("t.get_name(), t in tasks, await t =", t.get_name(), t in tasks, await t)
    for c in asyncio.as_completed([]):
        print("never")
    done = asyncio.create_task(f(0))
    await done
    for c in asyncio.as_completed([done, done]):
        print("once", await c)


asyncio.run(main())

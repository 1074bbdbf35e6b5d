import asyncio


async def arange(n):
    for i in range(n):
        await asyncio.sleep(0)
        yield i


async def double(x):
    await asyncio.sleep(0)
    return x * 2


async def main():
    print("[x async for x in arange(4)], {x async for x in arange(3)... =", [x async for x in arange(4)], {x async for x in arange(3)}, {x: x * x async for x in arange(3)})
    print("[x async for x in arange(6) if x % 2], [await double(x) f... =", [x async for x in arange(6) if x % 2], [await double(x) for x in range(3)], [await double(x) async for x in arange(3)])
    print("[y for x in [1, 2] for y in [await double(x), x]], [[x as... =", [y for x in [1, 2] for y in [await double(x), x]], [[x async for x in arange(n)] for n in range(3)])
    print("[(a, b) async for a in arange(2) async for b in arange(2)] =", [(a, b) async for a in arange(2) async for b in arange(2)])
    g = (x * 10 async for x in arange(3))
    print(type(g).__name__, [x async for x in g])
    g = (await double(x) for x in range(3))
    print(type(g).__name__, [x async for x in g])
    print("[x for x in [await double(5)]], {await double(1): await d... =", [x for x in [await double(5)]], {await double(1): await double(2)}, (await double(3), await double(4)))
    print("f\"{await double(6)}\", await double(await double(1)), [awa... =", f"{await double(6)}", await double(await double(1)), [await c for c in [double(1), double(2)]])
    print(await double(1) if await double(0) else "zero is false", not await double(1), -await double(2), await double(1) + await double(2) * 2)
    print("any([await double(x) > 3 for x in range(3)]), sum([x asyn... =", any([await double(x) > 3 for x in range(3)]), sum([x async for x in arange(5)]))
    f = lambda: double(21)
    print("await f() =", await f())
    x = [await double(1)]
    x[await double(0)] += await double(5)
    print("x =", x)


asyncio.run(main())

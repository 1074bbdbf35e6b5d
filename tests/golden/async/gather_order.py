import asyncio


async def f(name, turns):
    for i in range(turns):
        print(name, i)
        await asyncio.sleep(0)
    return f"{name} result"


async def bystander():
    for i in range(6):
        print("pass", i)
        await asyncio.sleep(0)


async def main():
    b = asyncio.create_task(bystander())
    results = await asyncio.gather(f("slow", 3), f("fast", 1), f("none", 0))
    print(results)
    await b
    print("await asyncio.gather() =", await asyncio.gather())
    print("await asyncio.gather(*(asyncio.sleep(0.01 * i, i) for i i... =", await asyncio.gather(*(asyncio.sleep(0.01 * i, i) for i in (3, 1, 2))))
    same = f("same", 1)
    print(await asyncio.gather(same, same))
    nested = asyncio.gather(asyncio.gather(f("x", 1), f("y", 1)), f("z", 2))
    print(await nested)


asyncio.run(main())

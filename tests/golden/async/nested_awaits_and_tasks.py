import asyncio


async def leaf(name):
    print(name, "in")
    await asyncio.sleep(0)
    print(name, "out")
    return name


async def branch(name, depth):
    if depth == 0:
        return await leaf(name)
    left = asyncio.create_task(branch(name + "l", depth - 1))
    right = await branch(name + "r", depth - 1)
    print(name, "has", right)
    return await left + "+" + right


async def deep(n):
    return await deep(n - 1) + 1 if n else await asyncio.sleep(0, 0)


async def main():
    print(await branch("t", 2))
    print("await asyncio.gather(*(branch(str(i), 1) for i in range(2))) =", await asyncio.gather(*(branch(str(i), 1) for i in range(2))))
    print("await deep(100) =", await deep(100))
    chain = asyncio.create_task(leaf("first"))

    async def after(previous, n):
        result = await previous
        print(n, "after", result)
        return n

    for n in range(4):
        chain = asyncio.create_task(after(chain, n))
    print("await chain =", await chain)


asyncio.run(main())

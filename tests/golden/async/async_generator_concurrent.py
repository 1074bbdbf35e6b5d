import asyncio


async def numbers(name, n):
    for i in range(n):
        print(name, "makes", i)
        yield i
        await asyncio.sleep(0)


async def consume(name, source):
    async for x in source:
        print(name, "takes", x)
        await asyncio.sleep(0)
    print(name, "done")


async def main():
    await asyncio.gather(consume("c1", numbers("n1", 2)), consume("c2", numbers("n2", 3)))
    g = numbers("shared", 3)
    await asyncio.sleep(0)

    async def one(name):
        try:
            print(name, await anext(g))
        except RuntimeError as error:
            print(name, error)

    await asyncio.gather(one("x"), one("y"))

    async def slow():
        yield 1
        await asyncio.sleep(0.01)
        yield 2

    g = slow()
    await anext(g)
    await asyncio.gather(one("p"), one("q"))
    await g.aclose()

    async def timed():
        for i in range(10):
            await asyncio.sleep(0.02)
            yield i

    try:
        async with asyncio.timeout(0.05):
            async for i in timed():
                print("timed", i)
    except TimeoutError:
        print("timeout in async for")


asyncio.run(main())

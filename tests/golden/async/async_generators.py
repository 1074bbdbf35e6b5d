import asyncio


async def count(n):
    try:
        for i in range(n):
            await asyncio.sleep(0)
            got = yield i
            if got:
                print("got", got)
    finally:
        print("cleanup")


async def main():
    async for i in count(3):
        print(i)
    g = count(5)
    print("await anext(g), await g.__anext__(), await g.asend(\"hello\") =", await anext(g), await g.__anext__(), await g.asend("hello"))
    await g.aclose()
    await g.aclose()
    try:
        await anext(g)
    except StopAsyncIteration as stop:
        print(repr(stop))
    print(await anext(g, "default"))

    async def catching():
        while True:
            try:
                yield "ready"
            except ValueError as error:
                print("caught", error)
                yield "recovered"

    g = catching()
    print(await anext(g), await g.athrow(ValueError("v")), await anext(g))
    try:
        await g.athrow(KeyError("k"))
    except KeyError as error:
        print("out", error)

    async def stubborn():
        try:
            yield 1
        except GeneratorExit:
            yield 2

    g = stubborn()
    await anext(g)
    try:
        await g.aclose()
    except RuntimeError as error:
        print(error)
    async for i in count(3):
        if i == 1:
            break
    print("after break")
    g = count(1)
    try:
        await g.asend(5)
    except TypeError as error:
        print(error)
    print(type(g).__name__, hasattr(g, "__aiter__"))
    await g.aclose()

    async def raises():
        yield 1
        raise StopAsyncIteration

    try:
        async for x in raises():
            print(x)
    except RuntimeError as error:
        print(error)


asyncio.run(main())

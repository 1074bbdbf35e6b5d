import asyncio


async def source(n):
    for i in range(n):
        print("produce", i)
        yield i
        await asyncio.sleep(0)


async def mapped(f, stream):
    async for x in stream:
        yield await f(x)


async def filtered(predicate, stream):
    async for x in stream:
        if predicate(x):
            yield x


async def chunks(stream, size):
    chunk = []
    async for x in stream:
        chunk.append(x)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


async def merge(*streams):
    queue, running = asyncio.Queue(), len(streams)

    async def pump(stream):
        async for x in stream:
            await queue.put(x)
        await queue.put(None)

    async with asyncio.TaskGroup() as tg:
        for stream in streams:
            tg.create_task(pump(stream))
        while running:
            if (x := await queue.get()) is None:
                running -= 1
            else:
                yield x


async def square(x):
    await asyncio.sleep(0)
    return x * x


async def named(name, n):
    for i in range(n):
        await asyncio.sleep(0)
        yield f"{name}{i}"


async def main():
    async for x in chunks(filtered(lambda x: x % 2 == 0, mapped(square, source(5))), 2):
        print("chunk", x)
    print("[x async for x in merge(named(\"a\", 3), named(\"b\", 2), nam... =", [x async for x in merge(named("a", 3), named("b", 2), named("c", 1))])


asyncio.run(main())

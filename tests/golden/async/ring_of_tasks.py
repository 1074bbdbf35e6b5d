import asyncio


async def node(n, inbox, outbox, laps):
    for lap in range(laps):
        token = await inbox.get()
        token.append(n)
        await outbox.put(token)


async def main():
    size = 5
    queues = [asyncio.Queue() for _ in range(size)]
    nodes = [asyncio.create_task(node(n, queues[n], queues[(n + 1) % size], 3)) for n in range(size)]
    token = []
    queues[0].put_nowait(token)
    await asyncio.gather(*nodes)
    print("token, queues[0].qsize() =", token, queues[0].qsize())

    async def fan(n):
        if n == 0:
            return [0]
        parts = await asyncio.gather(*(fan(n - 1) for _ in range(2)))
        return [n] + sum(parts, [])

    print("await fan(3) =", await fan(3))

    async def sieve(source, n):
        print(n, end=" ")
        while (x := await source.get()) is not None:
            if x % n:
                break
        else:
            x = None
        if x is None:
            print()
            return
        target = asyncio.Queue()
        child = asyncio.create_task(sieve(target, x))
        while (y := await source.get()) is not None:
            if y % n:
                target.put_nowait(y)
        target.put_nowait(None)
        await child

    source = asyncio.Queue()
    for x in [*range(3, 40), None]:
        source.put_nowait(x)
    await sieve(source, 2)


asyncio.run(main())

import asyncio


async def member(barrier, name, turns):
    for _ in range(turns):
        await asyncio.sleep(0)
    print(name, "arrives; waiting:", barrier.n_waiting)
    position = await barrier.wait()
    print(name, "passes as", position)


async def main():
    b = asyncio.Barrier(3)
    print("b.parties, b.n_waiting, b.broken =", b.parties, b.n_waiting, b.broken)
    await asyncio.gather(member(b, "a", 2), member(b, "b", 0), member(b, "c", 1))
    await asyncio.gather(*(member(b, n, 0) for n in "uvwxyz"))

    async def context(name):
        async with b as position:
            print(name, "inside", position)

    await asyncio.gather(*(context(n) for n in "pqr"))

    async def may_break(name):
        try:
            await b.wait()
            print(name, "passed")
        except asyncio.BrokenBarrierError as error:
            print(name, repr(error))

    tasks = [asyncio.create_task(may_break(n)) for n in "kl"]
    await asyncio.sleep(0.01)
    await b.abort()
    await asyncio.gather(*tasks)
    print("b.broken =", b.broken)
    await b.reset()
    print("b.broken =", b.broken)
    tasks = [asyncio.create_task(may_break(n)) for n in "mn"]
    await asyncio.sleep(0.01)
    await b.reset()
    await asyncio.gather(*tasks)
    try:
        asyncio.Barrier(0)
    except ValueError as error:
        print(error)


asyncio.run(main())

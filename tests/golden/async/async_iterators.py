import asyncio


class Countdown:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        print("aiter")
        return self

    async def __anext__(self):
        if self.n == 0:
            raise StopAsyncIteration
        await asyncio.sleep(0)
        self.n -= 1
        return self.n


class BadIter:
    def __aiter__(self):
        return 5


class BadNext:
    def __aiter__(self):
        return self

    def __anext__(self):
        return 5


async def main():
    async for x in Countdown(3):
        print(x)
    else:
        print("else runs")
    async for x in Countdown(3):
        if x == 1:
            break
        if x == 2:
            continue
    else:
        print("never")
    print("after break", x)
    for bad in (BadIter(), BadNext(), 5):
        try:
            async for _ in bad:
                pass
        except TypeError as error:
            print(error)
    it = aiter(Countdown(2))
    print(await anext(it), await anext(it), await anext(it, "default"))
    try:
        await anext(it)
    except StopAsyncIteration as stop:
        print(repr(stop))
    print("[x async for x in Countdown(2)], [(a, b) async for a in C... =", [x async for x in Countdown(2)], [(a, b) async for a in Countdown(2) for b in "xy"])

    async def first(stream):
        async for x in stream:
            return x

    print("await first(Countdown(9)) =", await first(Countdown(9)))
    try:
        aiter([])
    except TypeError as error:
        print(error)
    async for a, (b, *c) in pairs():
        print(a, b, c)


async def pairs():
    yield 1, (2, 3, 4)
    yield 5, "xyz"


asyncio.run(main())

import asyncio


async def f(x):
    return x


async def main():
    f(1) and print("a coroutine is true")
    asyncio.sleep(0)
    for _ in range(2):
        f(2)
    coroutines = [f(3), f(4)]
    del coroutines[0]
    print("kept", len(coroutines))
    coroutines.clear()


asyncio.run(main())


def plain():
    f(5)
    return "plain function"


print(plain())
x = f(6)
x.close()
print("closed: silent")


async def gen():
    yield 1


gen()
print("async generators are silent")

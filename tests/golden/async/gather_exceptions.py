import asyncio


async def ok(n):
    await asyncio.sleep(0.01 * n)
    print("ok", n)
    return n


async def bad(n):
    await asyncio.sleep(0.01 * n)
    print("bad", n)
    raise ValueError(n)


async def main():
    try:
        await asyncio.gather(ok(1), bad(2), ok(3))
    except ValueError as error:
        print("caught", error)
    print("the others keep running")
    await asyncio.sleep(0.02)
    results = await asyncio.gather(ok(1), bad(2), bad(0), return_exceptions=True)
    print(results)
    try:
        await asyncio.gather(bad(2), bad(1))
    except ValueError as error:
        print("first in time:", error)
    await asyncio.sleep(0.02)
    try:
        await asyncio.gather(ok(0), 5)
    except TypeError as error:
        print(error)


async def quiet():
    done = await asyncio.gather(bad(0), return_exceptions=True)
    print(repr(done[0]))


try:
    asyncio.run(main())
finally:
    asyncio.run(quiet())

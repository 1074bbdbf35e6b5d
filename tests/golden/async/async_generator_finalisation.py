import asyncio


async def resource(name):
    try:
        print("open", name)
        while True:
            yield name
            await asyncio.sleep(0)
    finally:
        print("closing", name)
        await asyncio.sleep(0)
        print("closed", name)


async def main():
    async for x in resource("a"):
        break
    print("after break: closing is scheduled")
    await asyncio.sleep(0.01)
    print("--")
    g = resource("b")
    await anext(g)
    del g
    print("dropped")
    await asyncio.sleep(0.01)
    from contextlib import aclosing

    async with aclosing(resource("c")) as stream:
        async for x in stream:
            print("in", x)
            break
    print("closed before here")
    global kept
    kept = resource("kept until the end of run")
    await anext(kept)
    print("main ends")


asyncio.run(main())
print("run is over")

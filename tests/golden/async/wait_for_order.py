import asyncio


async def step(name, turns):
    for i in range(turns):
        print(name, i)
        await asyncio.sleep(0)
    return name


async def limited(name, turns):
    print(name, "result", await asyncio.wait_for(step(name, turns), 1))


async def plain(name, turns):
    print(name, "result", await step(name, turns))


async def as_task(name, turns):
    print(name, "result", await asyncio.create_task(step(name, turns)))


async def shielded(name, turns):
    print(name, "result", await asyncio.shield(step(name, turns)))


async def main():
    await asyncio.gather(limited("w", 2), plain("p", 2), as_task("t", 2), shielded("s", 2))


asyncio.run(main())

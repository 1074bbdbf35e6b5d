import asyncio


async def stubborn():
    for i in range(3):
        try:
            await asyncio.sleep(0.5)
        except asyncio.CancelledError:
            print("ignored", i)
    return "survived"


async def replaces():
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        raise ValueError("instead")


async def returns():
    try:
        await asyncio.sleep(1)
    finally:
        return "from finally"


async def cleanup_awaits():
    try:
        await asyncio.sleep(1)
    finally:
        print("cleanup begins")
        await asyncio.sleep(0.01)
        print("cleanup ends")


async def main():
    t = asyncio.create_task(stubborn())
    for _ in range(3):
        await asyncio.sleep(0)
        t.cancel()
    print(await t, t.cancelled(), t.cancelling())
    t = asyncio.create_task(replaces())
    await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except ValueError as error:
        print(repr(error), repr(error.__context__), t.cancelled())
    t = asyncio.create_task(returns())
    await asyncio.sleep(0)
    t.cancel()
    print(await t)
    t = asyncio.create_task(cleanup_awaits())
    await asyncio.sleep(0)
    t.cancel()
    results = await asyncio.gather(t, return_exceptions=True)
    print(repr(results))


asyncio.run(main())

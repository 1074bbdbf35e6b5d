import asyncio


async def worker():
    try:
        await asyncio.sleep(1)
    finally:
        try:
            print("slow cleanup")
            await asyncio.sleep(1)
        except asyncio.CancelledError as error:
            print("cancelled in cleanup", repr(error), repr(error.__context__))
            raise


async def main():
    t = asyncio.create_task(worker())
    await asyncio.sleep(0)
    t.cancel("first")
    await asyncio.sleep(0)
    t.cancel("second")
    try:
        await t
    except asyncio.CancelledError as error:
        print(error.args, t.cancelling())

    async def canceller(victim, turns):
        for _ in range(turns):
            await asyncio.sleep(0)
        print("cancel", victim.get_name(), victim.cancel())

    async def counts():
        n = 0
        try:
            while True:
                n += 1
                await asyncio.sleep(0)
        except asyncio.CancelledError:
            print("ran", n, "turns")
            raise

    v = asyncio.create_task(counts(), name="victim")
    c = asyncio.create_task(canceller(v, 3))
    await asyncio.wait([v, c])
    print("v.cancelled() =", v.cancelled())


asyncio.run(main())

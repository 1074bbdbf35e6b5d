import asyncio


async def work(name):
    try:
        await asyncio.sleep(0.02)
        print(name, "finished")
        return name
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise


async def main():
    print(await asyncio.shield(work("plain")))
    inner = asyncio.create_task(work("inner"))

    async def guarded():
        try:
            return await asyncio.shield(inner)
        except asyncio.CancelledError:
            print("outer cancelled, inner done:", inner.done())
            raise

    outer = asyncio.create_task(guarded())
    await asyncio.sleep(0.01)
    outer.cancel()
    await asyncio.wait([outer])
    print(await inner)
    inner = asyncio.create_task(work("victim"))
    s = asyncio.shield(inner)
    await asyncio.sleep(0)
    inner.cancel()
    try:
        await s
    except asyncio.CancelledError:
        print("inner cancelled, shield too", s.cancelled())
    try:
        await asyncio.wait_for(asyncio.shield(t := asyncio.create_task(work("slow"))), 0.01)
    except TimeoutError:
        print("timeout, still running", t.done())
    print(await t)
    done = asyncio.create_task(asyncio.sleep(0, "done before"))
    await done
    print(asyncio.shield(done) is done, await asyncio.shield(done))


asyncio.run(main())

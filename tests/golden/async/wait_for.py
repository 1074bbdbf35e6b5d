import asyncio


async def work(seconds, result="result"):
    try:
        await asyncio.sleep(seconds)
        return result
    except asyncio.CancelledError:
        print("work cancelled")
        raise


async def fails():
    raise KeyError("k")


async def main():
    print(await asyncio.wait_for(work(0.01), 0.05))
    print(await asyncio.wait_for(work(0), None))
    try:
        await asyncio.wait_for(work(0.05), 0.01)
    except TimeoutError as error:
        print(repr(error), repr(error.__cause__), asyncio.TimeoutError is TimeoutError)
    try:
        await asyncio.wait_for(fails(), 1)
    except KeyError as error:
        print(repr(error))
    for timeout in (0, -1):
        try:
            await asyncio.wait_for(work(0.01), timeout)
        except TimeoutError:
            print("no time at all")
    done = asyncio.create_task(work(0, "already done"))
    await asyncio.sleep(0.01)
    print(await asyncio.wait_for(done, 0))
    t = asyncio.create_task(asyncio.wait_for(work(1), 1))
    await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("wait_for cancelled from outside")

    async def refuses():
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            return "refused"

    print(await asyncio.wait_for(refuses(), 0.01))

    async def errs():
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            raise ValueError("in cleanup")

    try:
        await asyncio.wait_for(errs(), 0.01)
    except ValueError as error:
        print(repr(error))
    f = asyncio.get_running_loop().create_future()
    try:
        await asyncio.wait_for(f, 0.01)
    except TimeoutError:
        print("f.cancelled() =", f.cancelled())


asyncio.run(main())

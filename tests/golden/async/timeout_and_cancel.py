import asyncio


async def limited():
    try:
        async with asyncio.timeout(1):
            await asyncio.sleep(1)
    except TimeoutError:
        print("timeout")
    except asyncio.CancelledError:
        print("real cancellation passes through")
        raise


async def both_at_once():
    try:
        async with asyncio.timeout(0.01):
            try:
                await asyncio.sleep(1)
            finally:
                asyncio.current_task().cancel("also from outside")
                await asyncio.sleep(0)
    except TimeoutError:
        print("became a timeout")
    except asyncio.CancelledError as error:
        print("stayed a cancellation", error.args)


async def main():
    t = asyncio.create_task(limited())
    await asyncio.sleep(0.01)
    t.cancel()
    await asyncio.wait([t])
    print("t.cancelled() =", t.cancelled())
    t = asyncio.create_task(both_at_once())
    await asyncio.wait([t])
    print("t.done() =", t.done())

    async def catches_inside():
        async with asyncio.timeout(0.01):
            try:
                await asyncio.sleep(1)
            except asyncio.CancelledError:
                print("swallowed inside")
            await asyncio.sleep(0.02)
            print("continued to the end")

    try:
        await catches_inside()
    except TimeoutError as error:
        print("TimeoutError", repr(error.__cause__))


asyncio.run(main())

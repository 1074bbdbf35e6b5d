import asyncio


async def f(n, error=None):
    await asyncio.sleep(0.01 * n)
    if error:
        raise error
    return n


def results(tasks):
    return sorted(str(t.exception() or t.result()) for t in tasks)


async def main():
    tasks = [asyncio.create_task(f(n)) for n in (3, 1, 2)]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    print("results(done), len(pending) =", results(done), len(pending))
    done, pending = await asyncio.wait(tasks)
    print(results(done), len(pending), type(done).__name__)
    tasks = [asyncio.create_task(f(n)) for n in (1, 5)]
    done, pending = await asyncio.wait(tasks, timeout=0.03)
    print("results(done), len(pending) =", results(done), len(pending))
    done, pending = await asyncio.wait(pending, timeout=0)
    print("results(done), len(pending) =", results(done), len(pending))
    await asyncio.wait(pending)
    tasks = [asyncio.create_task(f(1, ValueError("v"))), asyncio.create_task(f(2)), asyncio.create_task(f(0))]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    print("results(done), len(pending) =", results(done), len(pending))
    done, pending = await asyncio.wait(pending, return_when="ALL_COMPLETED")
    print("results(done) =", results(done))
    for bad in ([], f(1), [asyncio.sleep(0)]):
        try:
            await asyncio.wait(bad)
        except (TypeError, ValueError) as error:
            print(type(error).__name__, error)
        for c in bad if isinstance(bad, list) else [bad]:
            c.close()
    try:
        await asyncio.wait([asyncio.current_task()], return_when="SOMETIMES")
    except ValueError as error:
        print(error)

    async def waits():
        await asyncio.wait([slow])

    slow = asyncio.create_task(f(2))
    w = asyncio.create_task(waits())
    await asyncio.sleep(0)
    w.cancel()
    await asyncio.sleep(0)
    print("wait cancelled leaves the tasks alone", w.cancelled(), slow.done(), await slow)


asyncio.run(main())

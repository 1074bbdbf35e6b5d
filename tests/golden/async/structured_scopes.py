import asyncio


async def step(name, t=0.01, error=None):
    print(name, "begins")
    try:
        await asyncio.sleep(t)
        if error:
            raise error
    except asyncio.CancelledError:
        print(name, "undone")
        raise
    except Exception as e:
        print(name, "fails:", e)
        raise
    else:
        print(name, "ends")
    return name


async def course(name, *dishes):
    async with asyncio.TaskGroup() as tg:
        tasks = [tg.create_task(d) for d in dishes]
    print(name, "served:", *(t.result() for t in tasks))


async def main():
    await course("starter", step("soup", 0.02), step("bread", 0.01))
    try:
        await course("main", step("stew", 0.05), step("rice", 0.01, ValueError("burnt")))
    except* ValueError as group:
        print("no main course because of", *group.exceptions)
    for dish in ("flan", "cake"):
        try:
            async with asyncio.timeout(0.03):
                await course(dish, step(dish, 0.01 if dish == "flan" else 1))
        except TimeoutError:
            print(dish, "took too long")
    with_cleanup = []

    async def saga():
        for name, error in (("book", None), ("pay", None), ("ship", OSError("no van"))):
            await step(name, 0, error)
            with_cleanup.append(name)

    try:
        await saga()
    except OSError:
        while with_cleanup:
            print("compensate", with_cleanup.pop())


asyncio.run(main())

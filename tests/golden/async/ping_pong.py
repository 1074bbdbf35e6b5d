import asyncio


async def player(name, inbox, outbox, rounds):
    for _ in range(rounds):
        n = await inbox.get()
        print(name, n)
        await outbox.put(n + 1)
    print(name, "ends")


async def with_events(name, mine, theirs, rounds):
    for i in range(rounds):
        await mine.wait()
        mine.clear()
        print(name, i)
        theirs.set()


async def with_condition(name, state, me, cond):
    for _ in range(2):
        async with cond:
            await cond.wait_for(lambda: state["turn"] == me)
            print(name, "turn")
            state["turn"] = (me + 1) % 3
            cond.notify_all()


async def main():
    a, b = asyncio.Queue(), asyncio.Queue()
    a.put_nowait(0)
    await asyncio.gather(player("ping", a, b, 3), player("pong", b, a, 3))
    e, f = asyncio.Event(), asyncio.Event()
    e.set()
    await asyncio.gather(with_events("tick", e, f, 3), with_events("tock", f, e, 3))
    cond, state = asyncio.Condition(), {"turn": 2}
    await asyncio.gather(*(with_condition(f"player {i}", state, i, cond) for i in range(3)))


asyncio.run(main())

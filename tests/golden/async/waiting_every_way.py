import asyncio
async def w(n, t, fail=False):
    try:
        await asyncio.sleep(t)
    except asyncio.CancelledError:
        print(n, "cancelled"); raise
    if fail: raise RuntimeError(f"{n} failed")
    return n
async def main():
    ts = [asyncio.create_task(w(f"t{i}", i * 0.01), name=f"T{i}") for i in range(1, 4)]
    done, pending = await asyncio.wait(ts, return_when=asyncio.FIRST_COMPLETED)
    print("sorted(t.get_name() for t in done), sorted(t.get_name() f... =", sorted(t.get_name() for t in done), sorted(t.get_name() for t in pending))
    done, pending = await asyncio.wait(pending, timeout=0.001)
    print("len(done), len(pending) =", len(done), len(pending))
    await asyncio.wait(pending)
    ts = [asyncio.create_task(w("a", .01)), asyncio.create_task(w("b", .02, True)), asyncio.create_task(w("c", .05))]
    done, pending = await asyncio.wait(ts, return_when=asyncio.FIRST_EXCEPTION)
    print(len(done), len(pending), [str(t.exception()) for t in done if t.exception()])
    for p in pending: p.cancel()
    for f in asyncio.as_completed([w("p", .03), w("q", .01), w("r", .02)]):
        print("await f =", await f)
    ts = {asyncio.create_task(w(n, d)): n for n, d in (("x", .02), ("y", .01))}
    async for t in asyncio.as_completed(ts):
        print("ts[t], await t =", ts[t], await t)
    inner = asyncio.create_task(w("shielded", 0.03))
    try: await asyncio.wait_for(asyncio.shield(inner), 0.01)
    except TimeoutError: print("timeout but", inner.cancelled(), inner.done())
    print(await inner)
    try: await asyncio.wait_for(w("wf", 1), 0.01)
    except asyncio.TimeoutError as e: print("wait_for", repr(e))
    try:
        async with asyncio.TaskGroup() as tg:
            t1 = tg.create_task(w("g1", 0.01, True)); t2 = tg.create_task(w("g2", 1)); t3 = tg.create_task(w("g3", .01, True))
    except* RuntimeError as eg:
        print(eg, [str(e) for e in eg.exceptions], t2.cancelled())
    async def canceller():
        t = asyncio.current_task()
        print("t.cancelling() =", t.cancelling()); t.cancel("msg"); print("t.cancelling() =", t.cancelling())
        try: await asyncio.sleep(1)
        except asyncio.CancelledError as e: print("caught", e.args, t.uncancel())
        return "survived"
    print(await asyncio.create_task(canceller()))
    r = await asyncio.gather(w("1", .01), w("2", .01, True), asyncio.sleep(0, "s"), return_exceptions=True); print(r)
    try: await asyncio.gather(w("g", .05), w("h", .01, True))
    except RuntimeError as e: print(e)
    g = asyncio.gather(w("k", 1), w("l", 1)); await asyncio.sleep(0); g.cancel()
    try: await g
    except asyncio.CancelledError: print("gather cancelled")
    try: await asyncio.wait([])
    except ValueError as e: print(e)
    t = asyncio.create_task(w("n", 0)); print(repr(t)[:40]); await t; print("t.result(), t.exception() =", t.result(), t.exception())
    try: asyncio.create_task(w("n", 0)).result()
    except asyncio.InvalidStateError as e: print(e)
asyncio.run(main())

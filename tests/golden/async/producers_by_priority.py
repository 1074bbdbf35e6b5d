import asyncio, random
from dataclasses import dataclass, field
from typing import Any
import itertools
@dataclass(order=True)
class PrioritizedItem:
    priority: int
    item: Any = field(compare=False)
async def producer(q, n, id):
    for i in range(n):
        await asyncio.sleep(0.01)
        await q.put(PrioritizedItem(random.Random(i).randint(0, 9), f"{id}-{i}"))
        print(f"[{id}] put {i}; size {q.qsize()}")
async def consumer(q, id):
    try:
        while True:
            it = await q.get()
            await asyncio.sleep(0.02)
            print(f"<{id}> got {it}")
            q.task_done()
    except asyncio.CancelledError:
        print(id, "cancelled"); raise
    except asyncio.QueueShutDown:
        print(id, "shutdown")
async def main():
    q = asyncio.PriorityQueue(maxsize=3)
    ps = [asyncio.create_task(producer(q, 4, p)) for p in "AB"]
    cs = [asyncio.create_task(consumer(q, c)) for c in "xy"]
    await asyncio.gather(*ps)
    await q.join()
    for c in cs: c.cancel()
    print(await asyncio.gather(*cs, return_exceptions=True))
    q2 = asyncio.LifoQueue()
    for i in range(3): q2.put_nowait(i)
    c = asyncio.create_task(consumer(q2, "z"))
    await asyncio.sleep(0.03)
    q2.shutdown()
    await c
    q3 = asyncio.Queue()
    q3.put_nowait(1)
    q3.shutdown(immediate=True)
    try: q3.put_nowait(2)
    except asyncio.QueueShutDown as e: print("sd", repr(e))
    print(q3, q2.empty())
asyncio.run(main())

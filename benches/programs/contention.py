# A lock, a semaphore and an event that many tasks want.
import asyncio


async def visitor(gate, lock, slots, log):
    await gate.wait()
    for _ in range(100):
        async with slots:
            async with lock:
                log.append(1)
            await asyncio.sleep(0)


async def main():
    gate, lock, slots, log = asyncio.Event(), asyncio.Lock(), asyncio.Semaphore(8), []
    visitors = [asyncio.create_task(visitor(gate, lock, slots, log)) for _ in range(200)]
    gate.set()
    await asyncio.wait(visitors)
    print(len(log))


asyncio.run(main())

# explore:
# finds: failed assertion, 1
import asyncio

active = most = 0


async def use(limit):
    global active, most
    await limit.acquire()
    try:
        async with asyncio.timeout(0.15):
            active += 1
            most = max(most, active)
            await asyncio.sleep(0.1)
            active -= 1
    except TimeoutError:
        active -= 1
        limit.release()
    finally:
        limit.release()


async def main():
    limit = asyncio.Semaphore(1)
    await asyncio.gather(*(use(limit) for _ in range(4)))
    assert most == 1, f"{most} at once"


asyncio.run(main())

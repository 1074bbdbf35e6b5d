# explore:
import asyncio

active = most = 0


async def use(limit):
    global active, most
    async with limit:
        active += 1
        try:
            async with asyncio.timeout(0.15):
                most = max(most, active)
                await asyncio.sleep(0.1)
        except TimeoutError:
            pass
        finally:
            active -= 1


async def main():
    limit = asyncio.Semaphore(1)
    await asyncio.gather(*(use(limit) for _ in range(4)))
    assert most == 1, f"{most} at once"


asyncio.run(main())

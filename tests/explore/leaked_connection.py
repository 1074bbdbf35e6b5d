# explore:
# finds: failed assertion, 1
import asyncio


class Pool:
    def __init__(self):
        self.used = 0

    async def acquire(self):
        self.used += 1
        await asyncio.sleep(0.1)  # the handshake

    async def release(self):
        self.used -= 1


async def request(pool):
    await pool.acquire()
    try:
        await asyncio.sleep(0.05)
    finally:
        await pool.release()


async def main():
    pool = Pool()
    task = asyncio.create_task(request(pool))
    await asyncio.sleep(0.12)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert pool.used == 0, f"{pool.used} connections leaked"


asyncio.run(main())

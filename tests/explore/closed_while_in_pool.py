# explore:
# finds: failed assertion, 1
import asyncio


class Conn:
    open = True


async def main():
    pool = [Conn()]

    async def reaper():
        await asyncio.sleep(1)
        for c in pool:
            c.open = False
            await asyncio.sleep(0.01)
        pool.clear()

    async def user():
        await asyncio.sleep(1.5)
        c = pool.pop() if pool else Conn()
        assert c.open

    await asyncio.gather(reaper(), user())


asyncio.run(main())

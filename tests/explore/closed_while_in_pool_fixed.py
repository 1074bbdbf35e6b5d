# explore:
import asyncio


class Conn:
    open = True


async def main():
    pool = [Conn()]

    async def reaper():
        await asyncio.sleep(1)
        old = pool[:]
        pool.clear()
        for c in old:
            c.open = False
            await asyncio.sleep(0.01)

    async def user():
        await asyncio.sleep(1.5)
        c = pool.pop() if pool else Conn()
        assert c.open

    await asyncio.gather(reaper(), user())


asyncio.run(main())

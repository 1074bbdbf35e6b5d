# explore:
# finds: failed assertion, 2
import asyncio

seen = 0.0
dead = []


async def beat(loop):
    global seen
    for _ in range(3):
        await asyncio.sleep(0.1)
        seen = loop.time()


async def watch(loop):
    for _ in range(3):
        await asyncio.sleep(0.11)
        if loop.time() - seen > 0.15:
            dead.append(loop.time())


async def main():
    global seen
    loop = asyncio.get_running_loop()
    seen = loop.time()
    await asyncio.gather(beat(loop), watch(loop))
    assert not dead, "one late beat is no death"


asyncio.run(main())

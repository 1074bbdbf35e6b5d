# explore:
import asyncio

beats = 0
dead = []


async def beat():
    global beats
    for _ in range(3):
        await asyncio.sleep(0.1)
        beats += 1


async def watch():
    known = misses = 0
    for _ in range(3):
        await asyncio.sleep(0.11)
        misses = misses + 1 if beats == known else 0
        known = beats
        if misses > 2:
            dead.append(known)


async def main():
    await asyncio.gather(beat(), watch())
    assert beats == 3 and not dead, "one late beat is no death"


asyncio.run(main())

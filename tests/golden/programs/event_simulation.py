import asyncio
import heapq


class Clock:
    """A simulated clock: sleepers wake in the order of their time, no time passes."""

    def __init__(self):
        self.now, self.sleepers, self.count = 0, [], 0

    async def sleep(self, minutes):
        f = asyncio.get_running_loop().create_future()
        self.count += 1
        heapq.heappush(self.sleepers, (self.now + minutes, self.count, f))
        await f

    async def run(self):
        while True:
            for _ in range(3):
                await asyncio.sleep(0)
            if not self.sleepers:
                return
            self.now, _, f = heapq.heappop(self.sleepers)
            f.set_result(None)


async def train(clock, name, every, stops):
    for stop in stops:
        print(f"{clock.now:3} {name} at {stop}")
        await clock.sleep(every)
    print(f"{clock.now:3} {name} ends")


async def main():
    clock = Clock()
    await asyncio.gather(
        train(clock, "express", 12, ["north", "south"]),
        train(clock, "local", 5, ["north", "mill", "lake", "south"]),
        clock.run(),
    )
    print("in", clock.now, "minutes")


asyncio.run(main())

import asyncio

# Many small programs drawn from a seed: each prints who ran when. A wrong number of passes
# anywhere shifts a trace.


class Draw:
    def __init__(self, seed):
        self.state = seed * 2654435761 % 2**32

    def __call__(self, n):
        self.state = (self.state * 1664525 + 1013904223) % 2**32
        return (self.state >> 16) % n


class World:
    def __init__(self, seed):
        self.draw, self.trace = Draw(seed), []
        self.lock, self.event, self.queue = asyncio.Lock(), asyncio.Event(), asyncio.Queue(2)
        self.semaphore, self.tasks = asyncio.Semaphore(2), []

    def log(self, name, what):
        self.trace.append(f"{name}{what}")

    async def leaf(self, name, turns):
        for _ in range(turns):
            await asyncio.sleep(0)
        self.log(name, ".")

    async def act(self, name, depth):
        match self.draw(12):
            case 0 | 1:
                self.log(name, "z")
                await asyncio.sleep(0)
            case 2:
                async with self.lock:
                    self.log(name, "l")
                    await asyncio.sleep(0)
            case 3:
                async with self.semaphore:
                    self.log(name, "s")
                    await asyncio.sleep(0)
            case 4:
                if self.queue.full():
                    self.log(name, f"g{await self.queue.get()}")
                else:
                    await self.queue.put(name)
                    self.log(name, "p")
            case 5:
                if self.queue.empty():
                    self.event.set()
                    self.log(name, "e")
                else:
                    self.log(name, f"g{await self.queue.get()}")
            case 6:
                if self.event.is_set():
                    self.event.clear()
                    self.log(name, "c")
                else:
                    await asyncio.gather(self.leaf(name, 1), self.leaf(name, self.draw(3)))
                    self.log(name, "G")
            case 7:
                await asyncio.create_task(self.leaf(name, self.draw(3)))
                self.log(name, "T")
            case 8:
                await asyncio.wait_for(self.leaf(name, self.draw(2)), 5)
                self.log(name, "W")
            case 9 if depth:  # of two children only one shows its cancellation: their order is a set's
                async with asyncio.TaskGroup() as tg:
                    tg.create_task(self.run(name + "a", 1, depth - 1))
                    tg.create_task(self.leaf(name + "b", 2))
                self.log(name, "}")
            case 10:
                await asyncio.shield(self.leaf(name, 1))
                self.log(name, "S")
            case _:
                victim = self.tasks[self.draw(len(self.tasks))]
                if victim is not asyncio.current_task():
                    self.log(name, "x" + victim.get_name())
                    victim.cancel()
                await asyncio.sleep(0)

    async def run(self, name, steps, depth=1):
        try:
            for _ in range(steps):
                await self.act(name, depth)
            self.log(name, "!")
        except asyncio.CancelledError:
            self.log(name, "X")
            raise


async def main(seed):
    world = World(seed)
    for name in "ABCDE":
        world.tasks.append(asyncio.create_task(world.run(name, 5), name=name))
    for task in world.tasks:
        task.add_done_callback(lambda t: world.log(t.get_name(), "d"))
    done, pending = await asyncio.wait(world.tasks, timeout=1)
    for task in pending:
        task.cancel()
        await asyncio.sleep(0)
    print(seed, *world.trace, len(pending))


for seed in range(1, 31):
    asyncio.run(main(seed))

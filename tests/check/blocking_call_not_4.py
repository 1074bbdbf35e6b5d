import asyncio
import queue


class Results:
    def __init__(self, size):
        self.queue = queue.Queue(size)
        self.condition = asyncio.Condition()

    def take(self):
        return self.queue.get()

    async def next(self):
        while self.queue.empty():
            async with self.condition:
                await self.condition.wait()
        return self.take()

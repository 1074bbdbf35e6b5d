import asyncio
from contextlib import asynccontextmanager


class ReadWriteLock:
    def __init__(self):
        self.condition, self.readers, self.writing = asyncio.Condition(), 0, False

    @asynccontextmanager
    async def read(self):
        async with self.condition:
            await self.condition.wait_for(lambda: not self.writing)
            self.readers += 1
        try:
            yield
        finally:
            async with self.condition:
                self.readers -= 1
                self.condition.notify_all()

    @asynccontextmanager
    async def write(self):
        async with self.condition:
            await self.condition.wait_for(lambda: not self.writing and self.readers == 0)
            self.writing = True
        try:
            yield
        finally:
            async with self.condition:
                self.writing = False
                self.condition.notify_all()


async def reader(lock, name):
    async with lock.read():
        print(name, "reads with", lock.readers)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    print(name, "leaves")


async def writer(lock, name):
    async with lock.write():
        print(name, "writes alone", lock.readers == 0)
        await asyncio.sleep(0)
    print(name, "leaves")


async def main():
    lock = ReadWriteLock()
    users = [(reader, "r1"), (reader, "r2"), (writer, "w1"), (reader, "r3"), (writer, "w2"), (reader, "r4")]
    await asyncio.gather(*(use(lock, name) for use, name in users))


asyncio.run(main())

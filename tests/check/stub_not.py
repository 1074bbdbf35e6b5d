from contextlib import asynccontextmanager
import asyncio


class Manager:
    async def listen(self):
        raise NotImplementedError

    async def run(self):
        async for message in self.listen():
            print(message)


class Queue(Manager):
    async def listen(self):
        yield 1


@asynccontextmanager
async def pending():
    yield asyncio.get_running_loop().create_future()


async def main():
    async with pending() as future:
        future.set_result(1)
        print(await asyncio.wait_for(future, 1))

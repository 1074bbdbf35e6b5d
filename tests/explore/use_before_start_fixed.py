# explore:
import asyncio


class Service:
    async def start(self):
        await asyncio.sleep(0.1)
        self.ready = True

    async def call(self):
        assert self.ready


async def main():
    service = Service()
    start = asyncio.create_task(service.start())
    await start
    await service.call()


asyncio.run(main())

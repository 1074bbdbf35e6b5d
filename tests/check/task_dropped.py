import asyncio


async def work():
    pass


async def main():
    asyncio.create_task(work())
    asyncio.ensure_future(work())
    asyncio.get_running_loop().create_task(work())
    loop = asyncio.get_event_loop()
    loop.create_task(work(), name="worker")


def start(loop: asyncio.AbstractEventLoop):
    loop.create_task(work())

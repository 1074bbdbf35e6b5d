import asyncio


async def fetch(url=""):
    return url


async def main():
    await fetch
    task = asyncio.create_task(fetch)
    await asyncio.gather(fetch("a"), fetch)
    await asyncio.wait_for(fetch, timeout=1)
    async with asyncio.TaskGroup() as group:
        group.create_task(fetch)
    await asyncio.sleep
    await task


class Cook:
    async def run(self):
        await self.run


asyncio.run(main)
with asyncio.Runner() as runner:
    runner.run(main)
asyncio.new_event_loop().run_until_complete(main)

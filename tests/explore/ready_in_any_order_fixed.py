# explore: --any-order
import asyncio

log = []


async def step(name):
    log.append(name)


async def main():
    await step("open")
    await step("write")
    assert log == ["open", "write"], log


asyncio.run(main())

# explore: --any-order
# finds: failed assertion, 1
import asyncio

log = []


async def step(name):
    log.append(name)


async def main():
    await asyncio.gather(step("open"), step("write"))
    assert log == ["open", "write"], log


asyncio.run(main())

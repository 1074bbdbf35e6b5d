"""Coroutines that are made and never run."""

import asyncio
import warnings


async def work():
    pass


async def generator():
    yield 1


class Thing:
    async def method(self):
        pass


def plain():
    work()
    kept = work()
    del kept
    Thing().method()
    (lambda: work())()


async def main():
    work()
    work()
    asyncio.sleep(1)
    [work() for _ in range(2)]
    generator()
    coroutine = work()
    coroutine.close()
    asyncio.gather


plain()
asyncio.run(main())
warnings.simplefilter("always")
plain()
work()
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    work()
for warning in caught:
    print(warning.category, warning.message, warning.lineno)
warnings.simplefilter("ignore")
work()

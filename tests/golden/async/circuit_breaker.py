import asyncio


class Open(Exception):
    pass


class Breaker:
    def __init__(self, limit, pause):
        self.limit, self.pause, self.failures, self.opened = limit, pause, 0, None

    async def call(self, f):
        loop = asyncio.get_running_loop()
        if self.opened is not None:
            if loop.time() - self.opened < self.pause:
                raise Open("not now")
            print("half open")
        try:
            result = await f()
        except ConnectionError:
            self.failures += 1
            if self.failures >= self.limit:
                self.opened = loop.time()
            raise
        self.failures, self.opened = 0, None
        return result


async def main():
    outcomes = iter([1, 0, 0, 0, 1, 1])

    async def flaky():
        await asyncio.sleep(0)
        if next(outcomes):
            return "fine"
        raise ConnectionError("down")

    breaker = Breaker(2, 0.03)
    for attempt in range(9):
        try:
            print(attempt, await breaker.call(flaky))
        except (ConnectionError, Open) as error:
            print(attempt, type(error).__name__, error)
        if attempt in (4, 6):
            await asyncio.sleep(0.04)


asyncio.run(main())

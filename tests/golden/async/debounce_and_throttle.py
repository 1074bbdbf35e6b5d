import asyncio


class Debounce:
    def __init__(self, delay, action):
        self.delay, self.action, self.timer = delay, action, None

    def __call__(self, value):
        if self.timer:
            self.timer.cancel()
        self.timer = asyncio.get_running_loop().call_later(self.delay, self.action, value)


class Throttle:
    def __init__(self, interval, action):
        self.interval, self.action, self.free_at = interval, action, 0

    def __call__(self, value):
        now = asyncio.get_running_loop().time()
        if now >= self.free_at:
            self.free_at = now + self.interval
            self.action(value)
        else:
            print("dropped", value)


async def main():
    debounced = Debounce(0.04, lambda v: print("debounced", v))
    throttled = Throttle(0.05, lambda v: print("throttled", v))
    for pause, key in [(0.01, "a"), (0.01, "b"), (0.08, "c"), (0.01, "d"), (0.08, "e")]:
        print("key", key)
        debounced(key)
        throttled(key)
        await asyncio.sleep(pause)


asyncio.run(main())

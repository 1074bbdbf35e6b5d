import asyncio


class Light:
    def __init__(self):
        self.events = {color: asyncio.Event() for color in ("red", "green")}

    def switch(self, color):
        print("light", color)
        for name, event in self.events.items():
            event.set() if name == color else event.clear()


async def car(light, name, times):
    for _ in range(times):
        await light.events["green"].wait()
        print(name, "drives")
        await asyncio.sleep(0)
    print(name, "arrived")


async def walker(light):
    await light.events["red"].wait()
    print("walker crosses")


async def main():
    light = Light()
    tasks = [asyncio.create_task(c) for c in (car(light, "A", 3), walker(light), car(light, "B", 2))]
    await asyncio.sleep(0)
    light.switch("green")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    light.switch("red")
    await asyncio.sleep(0.01)
    light.switch("green")
    await asyncio.gather(*tasks)


asyncio.run(main())

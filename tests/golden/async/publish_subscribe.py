import asyncio
from contextlib import contextmanager


class Hub:
    def __init__(self):
        self.queues = []

    @contextmanager
    def subscription(self):
        queue = asyncio.Queue()
        self.queues.append(queue)
        try:
            yield queue
        finally:
            self.queues.remove(queue)

    def publish(self, message):
        print("publish", message, "to", len(self.queues))
        for queue in self.queues:
            queue.put_nowait(message)


async def reader(hub, name, wanted):
    with hub.subscription() as queue:
        while wanted:
            print(name, "reads", await queue.get())
            wanted -= 1
    print(name, "leaves")


async def writer(hub):
    for message in ("one", "two", "three"):
        hub.publish(message)
        await asyncio.sleep(0)
    hub.publish("four")


async def main():
    hub = Hub()
    readers = [asyncio.create_task(reader(hub, n, w)) for n, w in (("r1", 1), ("r2", 3), ("r3", 9))]
    await asyncio.sleep(0)
    await writer(hub)
    await asyncio.sleep(0.01)
    readers[2].cancel()
    print(await asyncio.gather(*readers, return_exceptions=True), len(hub.queues))


asyncio.run(main())

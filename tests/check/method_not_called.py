import asyncio

stop = asyncio.Event()


async def main(queue: asyncio.Queue):
    while not stop.is_set:
        task = asyncio.create_task(asyncio.sleep(1))
        if task.done and queue.empty:
            break
    print("yes" if queue.full else "no")


class Worker:
    def __init__(self):
        self.lock = asyncio.Lock()

    def is_free(self):
        assert not self.lock.locked

import asyncio


async def shielded(cleanup):
    task = asyncio.ensure_future(cleanup)
    while True:
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError:
            continue
        return


class Restartable:
    """The cancellation is that of the task, which `stop` cancels."""

    def __init__(self, function):
        self.function = function
        self.stopped = False
        self.task = None

    async def start(self):
        while True:
            if self.stopped:
                break
            try:
                self.task = asyncio.create_task(self.function())
                await self.task
            except asyncio.CancelledError:
                pass

    def stop(self):
        self.stopped = True
        self.task.cancel()


async def reconnect(abort, delay):
    while True:
        done = False
        try:
            await asyncio.wait_for(abort.wait(), delay)
        except TimeoutError:
            pass
        except asyncio.CancelledError:
            done = True
        if done:
            print("stopped")
            break


async def answer(send, start):
    try:
        await start()
    except:
        await send("failed")
        return
    await send("complete")

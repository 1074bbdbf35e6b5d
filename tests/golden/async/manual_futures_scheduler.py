import asyncio


class Channel:
    """Unbuffered: a send waits for its receive."""

    def __init__(self):
        self.senders, self.receivers = [], []

    async def send(self, value):
        if self.receivers:
            self.receivers.pop(0).set_result(value)
            await asyncio.sleep(0)
        else:
            f = asyncio.get_running_loop().create_future()
            self.senders.append((f, value))
            await f

    async def receive(self):
        if self.senders:
            f, value = self.senders.pop(0)
            f.set_result(None)
            return value
        f = asyncio.get_running_loop().create_future()
        self.receivers.append(f)
        return await f


async def sender(ch, name, n):
    for i in range(n):
        print(name, "sends", i)
        await ch.send((name, i))
    print(name, "ends")


async def receiver(ch, name, n):
    for _ in range(n):
        print(name, "received", await ch.receive())


async def main():
    ch = Channel()
    await asyncio.gather(sender(ch, "s1", 2), receiver(ch, "r", 4), sender(ch, "s2", 2))
    loop = asyncio.get_running_loop()
    f = loop.create_future()

    def step(n):
        print("step", n)
        if n == 3:
            f.set_result("stepped")
        else:
            loop.call_soon(step, n + 1)

    loop.call_soon(step, 1)
    print(await f)


asyncio.run(main())

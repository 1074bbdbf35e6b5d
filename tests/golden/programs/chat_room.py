import asyncio


class Room:
    def __init__(self):
        self.members, self.history = {}, []

    def join(self, name):
        queue = self.members[name] = asyncio.Queue()
        self.say("*", f"{name} joined")
        return queue

    def leave(self, name):
        del self.members[name]
        self.say("*", f"{name} left")

    def say(self, who, text):
        self.history.append((who, text))
        for name, queue in self.members.items():
            if name != who:
                queue.put_nowait(f"{who}: {text}")


async def member(room, name, lines):
    inbox = room.join(name)

    async def listen():
        while True:
            print(f"[{name}] {await inbox.get()}")

    listener = asyncio.create_task(listen())
    for line in lines:
        await asyncio.sleep(0)
        room.say(name, line)
    await asyncio.sleep(0.01)
    room.leave(name)
    listener.cancel()


async def main():
    room = Room()
    await asyncio.gather(
        member(room, "ada", ["hi", "bye"]),
        member(room, "bob", ["hello ada"]),
        member(room, "cyd", []),
    )
    print(len(room.history), room.members)


asyncio.run(main())

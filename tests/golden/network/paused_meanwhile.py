# A protocol that another one pauses in the same pass gets nothing until it reads again.
import asyncio
import socket


class Receiver(asyncio.Protocol):
    def __init__(self, name, others):
        self.name, self.others = name, others

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        print(self.name, "received", data)
        for other in self.others:
            if other is not self and other.transport.is_reading():
                other.transport.pause_reading()
                print(self.name, "pauses", other.name)

    def eof_received(self):
        print(self.name, "at its end")
        return True


async def main():
    loop = asyncio.get_running_loop()
    receivers, senders = [], []
    for name in "ABC":
        ours, theirs = socket.socketpair()
        senders.append(theirs)
        receiver = Receiver(name, receivers)
        receivers.append(receiver)
        await loop.create_connection(lambda: receiver, sock=ours)
    await asyncio.sleep(0.01)
    for sender in senders:
        sender.send(b"first")
    await asyncio.sleep(0.01)
    print("reading", [receiver.transport.is_reading() for receiver in receivers])
    receivers[0].others = receivers[1].others = receivers[2].others = []
    for receiver in receivers[1:]:
        receiver.transport.resume_reading()
    await asyncio.sleep(0.01)

    # What comes in the pass in which a connection is read is for the next one.
    a, b = receivers[0], senders[0]
    steps = []
    a.data_received = lambda data: steps.append(data) or (b.send(b"more") if len(steps) < 3 else None)
    b.send(b"begin")
    for _ in range(6):
        steps.append("pass")
        await asyncio.sleep(0)
    print("steps", steps)

    # The end of a connection that stays open is told again after a pause.
    senders[1].shutdown(socket.SHUT_WR)
    await asyncio.sleep(0.01)
    receivers[1].transport.pause_reading()
    receivers[1].transport.resume_reading()
    await asyncio.sleep(0.01)
    for receiver, sender in zip(receivers, senders):
        receiver.transport.close()
        sender.close()


asyncio.run(main())

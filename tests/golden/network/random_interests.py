# Random programs over connected sockets whose callbacks add and remove callbacks and send: all calls
# come in the same order.
import asyncio
import random
import socket


async def run(rnd, log):
    loop = asyncio.get_running_loop()
    sockets = []
    for _ in range(rnd.choice((1, 1, 2, 3))):
        sockets += socket.socketpair()
    for one in sockets:
        one.setblocking(False)

    def act(caller):
        at = rnd.randrange(len(sockets))
        one = sockets[at]
        match rnd.randrange(7):
            case 0:
                what, result = "reader", loop.add_reader(one, reads, at)
            case 1:
                what, result = "writer", loop.add_writer(one, writes, at)
            case 2:
                what, result = "no reader", loop.remove_reader(one)
            case 3:
                what, result = "no writer", loop.remove_writer(one)
            case 4:
                what, result = "send", one.send(b"xy"[: rnd.randrange(1, 3)])
            case 5:
                what, result = "soon", loop.call_soon(soon, at) and None
            case _:
                what, result = "nothing", None
        log.append(f"{caller} {what} {at} {result}")

    def reads(at):
        try:
            data = sockets[at].recv(rnd.choice((1, 1, 4)))
        except BlockingIOError:
            data = "nothing"
        log.append(f"read {at} {data}")
        for _ in range(rnd.randrange(3)):
            act("read")

    def writes(at):
        log.append(f"write {at}")
        if rnd.random() < 0.5:
            loop.remove_writer(sockets[at])
        for _ in range(rnd.randrange(3)):
            act("write")

    def soon(at):
        if sockets[at].fileno() < 0:
            return
        log.append(f"soon {at}")
        act("soon")

    for _ in range(40):
        if rnd.random() < 0.35:
            act("main")
        await asyncio.sleep(0)
        log.append("pass")
    for one in sockets:
        loop.remove_reader(one)
        loop.remove_writer(one)
        one.close()


for seed in range(150):
    log = []
    asyncio.run(run(random.Random(seed), log))
    calls = [entry for entry in log if entry != "pass"]
    shown = 0
    for entry in log:
        shown = (shown * 31 + sum(entry.encode())) % 1_000_003
    print(seed, len(calls), shown, *calls[-3:], sep="; ")

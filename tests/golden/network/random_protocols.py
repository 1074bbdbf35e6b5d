"""Random protocols at both ends of a connection: pauses, writes, half-closes and ends at every point, in the order
in which sockets that stay ready are reported again."""

import asyncio
import random
import socket


def run(seed):
    choose, log = random.Random(seed), []
    transports = [None, None]

    class Protocol(asyncio.Protocol):
        def __init__(self, number):
            self.number = number

        def connection_made(self, transport):
            transports[self.number] = transport
            log.append(f"made {self.number}")
            act()

        def data_received(self, data):
            log.append(f"data {self.number} {len(data)}")
            for _ in range(choose.randrange(3)):
                act(self.number)

        def eof_received(self):
            keeps = choose.choice((None, True))
            log.append(f"end {self.number} {keeps}")
            act(self.number)
            return keeps

        def connection_lost(self, error):
            log.append(f"lost {self.number} {type(error).__name__}")

    def soon(number):
        log.append(f"soon {number}")
        act()

    def act(preferred=None):
        number = choose.randrange(2) if preferred is None or choose.random() < 0.4 else preferred
        transport = transports[number]
        if transport is None or transport.is_closing():
            return
        size = choose.choice((1, 10, 1000))
        kind = choose.choices(range(7), (6, 2, 3, 1, 0.4, 0.2, 2))[0]
        try:
            if kind == 0:
                transport.write(bytes(size))
            elif kind == 1:
                transport.pause_reading()
            elif kind == 2:
                transport.resume_reading()
            elif kind == 3:
                transport.write_eof()
            elif kind == 4:
                transport.close()
            elif kind == 5:
                transport.abort()
            else:
                asyncio.get_running_loop().call_soon(soon, number)
        except RuntimeError as error:
            log.append(str(error))
        log.append(f"act {number} {kind}")

    async def main():
        loop = asyncio.get_running_loop()
        ends = socket.socketpair()
        for number, end in enumerate(ends):
            await loop.create_connection(lambda: Protocol(number), sock=end)
        for _ in range(30):
            await asyncio.sleep(0)
            log.append("pass")
            if choose.random() < 0.4:
                act()
        for transport in transports:
            transport.abort()
        await asyncio.sleep(0.01)

    asyncio.run(main())
    return log


for seed in range(60):
    print(seed, *run(seed), sep="; ")

# explore:
"""Waits until all datagrams are there, which keep their order."""

import asyncio


class Counter(asyncio.DatagramProtocol):
    def __init__(self, most):
        self.seen = []
        self.most = most
        self.complete = asyncio.Event()

    def datagram_received(self, data, _address):
        self.seen.append(data)
        if len(self.seen) == self.most:
            self.complete.set()


async def main():
    loop = asyncio.get_running_loop()
    receiving, counter = await loop.create_datagram_endpoint(lambda: Counter(30), local_addr=("0.0.0.0", 0))
    _, port = receiving.get_extra_info("sockname")
    sending, _ = await loop.create_datagram_endpoint(
        asyncio.DatagramProtocol, remote_addr=("127.0.0.1", port)
    )
    for n in range(30):
        sending.sendto(b"%d" % n)
    await counter.complete.wait()
    assert counter.seen == [b"%d" % n for n in range(30)], counter.seen
    sending.close()
    receiving.close()


asyncio.run(main())

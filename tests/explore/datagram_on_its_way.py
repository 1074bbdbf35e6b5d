# explore:
# finds: failed assertion, 1
"""Looks at what a datagram has brought after a while, as if none took longer."""

import asyncio


class Counter(asyncio.DatagramProtocol):
    def __init__(self):
        self.seen = []

    def datagram_received(self, data, _address):
        self.seen.append(data)


async def main():
    loop = asyncio.get_running_loop()
    receiving, counter = await loop.create_datagram_endpoint(Counter, local_addr=("127.0.0.1", 0))
    address = receiving.get_extra_info("sockname")
    sending, _ = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, remote_addr=address)
    for n in range(30):
        sending.sendto(b"%d" % n)
    await asyncio.sleep(0.1)
    assert len(counter.seen) == 30, len(counter.seen)
    sending.close()
    receiving.close()


asyncio.run(main())

# The reprs of transports tell whether their files are polled.
import asyncio
import os
import re


def shown(transport):
    return re.sub(r"fd=\d+|0x[0-9a-f]+|\d+(?=>)", "N", repr(transport))


async def main():
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, local_addr=("127.0.0.1", 0))
    print("datagrams:", shown(transport))
    fd = transport.get_extra_info("socket").fileno()
    await asyncio.sleep(0)
    print("datagrams later:", shown(transport))
    print("selector:", loop._selector.get_key(fd).events)
    transport.close()
    print("closing:", shown(transport))
    await asyncio.sleep(0)
    print("closed:", shown(transport))
    try:
        loop._selector.get_key(fd)
    except KeyError:
        print("selector: forgotten")

    reading, writing = os.pipe()
    reader, _ = await loop.connect_read_pipe(asyncio.Protocol, open(reading, "rb", 0))
    writer, _ = await loop.connect_write_pipe(asyncio.BaseProtocol, open(writing, "wb", 0))
    print("read pipe:", shown(reader))
    print("write pipe:", shown(writer))
    reader.pause_reading()
    print("paused:", shown(reader))
    writer.write(b"x" * 1_000_000)
    print("full:", shown(writer))
    writer.abort()
    reader.close()


asyncio.run(main())

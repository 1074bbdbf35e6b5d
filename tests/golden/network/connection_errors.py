# clock: real
"""What is said where connecting, listening or reading a stream is impossible."""

import asyncio
import collections.abc
import inspect
import socket
import types


async def attempt(making, port=""):
    try:
        print("fine", await making)
    except Exception as error:
        shown = str(error).replace(str(port), "PORT") if port else str(error)
        print(type(error).__name__, getattr(error, "errno", None), shown)


async def main():
    probe = socket.socket()
    probe.bind(("127.0.0.1", 0))
    port = probe.getsockname()[1]
    await attempt(asyncio.open_connection("127.0.0.1", port), port)
    probe.close()
    await attempt(asyncio.open_connection("127.0.0.1", "no-such-service"))
    await attempt(asyncio.open_connection("127.0.0.1", 99999))
    await attempt(asyncio.open_connection())
    server = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    await attempt(asyncio.start_server(print, "127.0.0.1", port), port)
    server.close()

    for limit, data, read in [
        (5, b"too long a line\nshort\n", lambda reader: reader.readline()),
        (5, b"0123456789", lambda reader: reader.readuntil(b"x")),
        (5, b"0123", lambda reader: reader.readexactly(8)),
        (5, b"", lambda reader: reader.readexactly(-1)),
        (5, b"", lambda reader: reader.readuntil(b"")),
    ]:
        reader = asyncio.StreamReader(limit=limit)
        reader.feed_data(data)
        reader.feed_eof()
        await attempt(read(reader))

    sleeping = asyncio.sleep(0)
    print("isinstance(sleeping, types.CoroutineType), inspect.iscoro... =", isinstance(sleeping, types.CoroutineType), inspect.iscoroutine(sleeping), isinstance(sleeping, collections.abc.Coroutine))
    await sleeping


asyncio.run(main())

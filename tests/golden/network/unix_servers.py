# clock: real
"""Servers at Unix domain sockets, whose files go when they are closed."""

import asyncio
import os
import tempfile


async def handle(reader, writer):
    size = int.from_bytes(await reader.readexactly(4), "big")
    body = await reader.readexactly(size)
    writer.write(body[::-1])
    await writer.drain()
    try:
        await reader.readexactly(10)
    except asyncio.IncompleteReadError as error:
        print(error, error.partial, error.expected)
    writer.close()


async def main():
    folder = tempfile.mkdtemp()
    path = os.path.join(folder, "s.sock")
    server = await asyncio.start_unix_server(handle, path)
    print("server.sockets[0].getsockname() == path, server.is_serving() =", server.sockets[0].getsockname() == path, server.is_serving())
    reader, writer = await asyncio.open_unix_connection(path)
    writer.write((5).to_bytes(4, "big") + b"hello")
    print(await reader.readexactly(5))
    writer.write(b"rest")
    writer.write_eof()
    print("await reader.read(), reader.at_eof() =", await reader.read(), reader.at_eof())
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()
    print("os.listdir(folder) =", os.listdir(folder))
    keeping = await asyncio.start_unix_server(handle, path, cleanup_socket=False)
    keeping.close()
    print(os.listdir(folder))
    os.unlink(path)
    os.rmdir(folder)
    try:
        await asyncio.open_unix_connection(path)
    except FileNotFoundError as error:
        print(error)


asyncio.run(main())

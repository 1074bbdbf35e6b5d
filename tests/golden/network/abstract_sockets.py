# Unix sockets with names that begin with a null, and are not among the files.
# clock: real
import asyncio
import os
import socket

name = f"\0hob-test-{os.getpid()}"
for given in (name, name.encode() + b"-bytes"):
    server, client = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)
    with server, client:
        server.bind(given)
        server.listen()
        client.connect(given)
        wanted = given.encode() if isinstance(given, str) else given
        print("names", server.getsockname() == wanted, client.getpeername() == wanted, client.getsockname())


async def main():
    async def answer(reader, writer):
        writer.write((await reader.readline()).upper())
        writer.close()

    async with await asyncio.start_unix_server(answer, name):
        reader, writer = await asyncio.open_unix_connection(name)
        writer.write(b"hello\n")
        print("asyncio", await reader.read())
        writer.close()


asyncio.run(main())

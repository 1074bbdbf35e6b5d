# Streams, transports and start_tls over TLS.
# clock: real
import asyncio
import ssl

from _pairs import client, server, text

SIZE = 10_000_000


async def serve(reader, writer):
    print("server", writer.get_extra_info("ssl_object").version(), writer.get_extra_info("peercert"),
          isinstance(writer, asyncio.StreamWriter), writer.can_write_eof())
    writer.write(b"echo " + await reader.readline())
    await writer.drain()
    count = 0
    while count < SIZE:
        count += len(await reader.read(65536))
    writer.writelines([b"x" * (SIZE // 2)] * 2)
    await writer.drain()
    writer.close()
    await writer.wait_closed()
    print("server closed", count)


async def failure(awaitable):
    try:
        print(await awaitable)
    except Exception as error:
        print(text(error))


async def streams(port):
    context = client()
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context, server_hostname="localhost")
    print(writer.get_extra_info("peername")[0], writer.get_extra_info("cipher"), writer.get_extra_info("compression"))
    print(writer.get_extra_info("peercert")["subject"], writer.get_extra_info("sslcontext") is context)
    writer.write(b"hello\n")
    print(await reader.readline())
    try:
        writer.write_eof()
    except NotImplementedError as error:
        print(repr(error), writer.can_write_eof())
    writer.write(b"y" * SIZE)
    await writer.drain()
    print(len(await reader.read()), reader.at_eof())
    writer.close()
    await writer.wait_closed()
    print("client closed")


class Log(asyncio.Protocol):
    def __init__(self, name, done):
        self.name, self.done = name, done

    def connection_made(self, transport):
        self.transport = transport
        print(self.name, "made", type(transport).__name__)
        if self.name == "client":
            transport.write(b"ping")

    def data_received(self, data):
        print(self.name, data)
        if self.name == "server":
            self.transport.write(b"pong")
        else:
            self.transport.close()

    def eof_received(self):
        print(self.name, "eof")

    def connection_lost(self, error):
        print(self.name, "lost", error)
        self.done.set_result(None)


async def protocols():
    loop = asyncio.get_running_loop()
    ends = [loop.create_future(), loop.create_future()]
    listener = await loop.create_server(lambda: Log("server", ends[0]), "127.0.0.1", 0, ssl=server())
    port = listener.sockets[0].getsockname()[1]
    transport, protocol = await loop.create_connection(lambda: Log("client", ends[1]), "127.0.0.1", port, ssl=client())
    print(transport.get_protocol() is protocol, transport.is_closing(), transport.get_write_buffer_limits())
    await asyncio.gather(*ends)
    print("closing", transport.is_closing())
    listener.close()


async def upgrade():
    async def talk(reader, writer):
        print(await reader.readline())
        writer.write(b"go\n")
        await writer.drain()
        await writer.start_tls(server())
        print("upgraded", writer.get_extra_info("ssl_object").version())
        writer.write(b"secret " + await reader.readline())
        await writer.drain()
        writer.close()

    listener = await asyncio.start_server(talk, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection("127.0.0.1", listener.sockets[0].getsockname()[1])
    writer.write(b"STARTTLS\n")
    print(await reader.readline())
    await writer.start_tls(client(), server_hostname="localhost")
    writer.write(b"hi\n")
    print(await reader.read(), writer.get_extra_info("cipher")[0])
    writer.close()
    await writer.wait_closed()
    listener.close()


async def against(talk, **options):
    listener = await asyncio.start_server(talk, "127.0.0.1", 0)
    port = listener.sockets[0].getsockname()[1]
    await failure(asyncio.open_connection("127.0.0.1", port, ssl=client(), server_hostname="localhost", **options))
    listener.close()


async def failures(port):
    for options in ({"ssl": client(), "server_hostname": "other"}, {"ssl": True, "server_hostname": "localhost"},
                    {"server_hostname": "x"}, {"ssl_handshake_timeout": 3}, {"ssl": 3, "server_hostname": "x"},
                    {"ssl": client(), "server_hostname": "localhost", "ssl_handshake_timeout": 0}):
        await failure(asyncio.open_connection("127.0.0.1", port, **options))
    await failure(asyncio.start_server(serve, "127.0.0.1", 0, ssl=True))
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET / HTTP/1.0\r\n\r\n")
    print(await reader.read(100))
    writer.close()

    async def silent(reader, writer):
        await reader.read()
        writer.close()

    async def abort(reader, writer):
        await reader.read(10)
        writer.transport.abort()

    async def plain(reader, writer):
        await reader.read(10)
        writer.write(b"HTTP/1.1 400 bad\r\n\r\n")
        await writer.drain()
        writer.close()

    await against(silent, ssl_handshake_timeout=0.1)
    await against(abort)
    await against(plain)


async def main():
    listener = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=server())
    port = listener.sockets[0].getsockname()[1]
    await streams(port)
    await asyncio.sleep(0.05)
    await failures(port)
    listener.close()
    await protocols()
    await upgrade()


asyncio.run(main())

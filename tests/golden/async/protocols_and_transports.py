# clock: real
import asyncio


class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        print("server: connection")
        self.transport = transport

    def data_received(self, data):
        print("server:", data)
        self.transport.write(data.upper())
        self.transport.close()

    def connection_lost(self, error):
        print("server: lost", error)


class Client(asyncio.Protocol):
    def __init__(self, done):
        self.done, self.received = done, b""

    def connection_made(self, transport):
        transport.write(b"hello")

    def data_received(self, data):
        self.received += data

    def eof_received(self):
        print("client: eof")

    def connection_lost(self, error):
        self.done.set_result(self.received)


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Echo, "127.0.0.1", 0)
    done = loop.create_future()
    host, port = server.sockets[0].getsockname()
    await loop.create_connection(lambda: Client(done), host, port)
    print("client:", await done)
    await asyncio.sleep(0.01)
    server.close()
    await server.wait_closed()


asyncio.run(main())


class Writer(asyncio.StreamWriter):
    """A writer that is made from a connection, and that counts."""

    def __init__(self, connection):
        super().__init__(*connection)
        self.written = 0

    def write(self, data):
        self.written += len(data)
        super().write(data)


async def subclassed():
    async def serve(reader, writer):
        writer.write((await reader.readline()).upper())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    transport, _ = await loop.create_connection(lambda: protocol, *server.sockets[0].getsockname()[:2])
    writer = Writer((transport, protocol, reader, loop))
    writer.write(b"line\n")
    await writer.drain()
    print("subclass", await reader.read(), writer.written, writer.transport is transport)
    writer.close()
    await writer.wait_closed()
    server.close()


asyncio.run(subclassed())

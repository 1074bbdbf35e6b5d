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

# clock: real
"""Protocols on transports: buffered ones, limits, sockets, what is said of lost connections."""

import array
import asyncio
import socket


class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport
        print("server has", type(transport).__name__)

    def data_received(self, data):
        self.transport.write(data.upper())
        if b"bye" in data:
            self.transport.close()


class Client(asyncio.Protocol):
    def __init__(self, done):
        self.done, self.received = done, b""

    def connection_made(self, transport):
        print("client has it", transport.is_closing(), transport.is_reading(), transport.can_write_eof())
        transport.writelines([b"bye ", b"bye"])

    def data_received(self, data):
        self.received += data

    def connection_lost(self, exc):
        self.done.set_result((self.received, exc))


class Buffered(asyncio.BufferedProtocol):
    def __init__(self, done):
        self.done, self.buffer, self.received = done, bytearray(4), b""

    def connection_made(self, transport):
        transport.write(b"buffered bye")

    def get_buffer(self, sizehint):
        return self.buffer

    def buffer_updated(self, nbytes):
        self.received += self.buffer[:nbytes]

    def connection_lost(self, exc):
        self.done.set_result(self.received)


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Echo, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    for protocol in (Client, Buffered):
        done = loop.create_future()
        transport, made = await loop.create_connection(lambda: protocol(done), *address)
        print("connected", type(made).__name__, transport.get_protocol() is made)
        print("isinstance(transport, asyncio.Transport), isinstance(tran... =", isinstance(transport, asyncio.Transport), isinstance(transport, asyncio.BaseTransport))
        print(await done)

    reader, writer = await asyncio.open_connection(*address)
    transport = writer.transport
    print("transport.get_write_buffer_limits() =", transport.get_write_buffer_limits())
    transport.set_write_buffer_limits(high=1000)
    print("transport.get_write_buffer_limits() =", transport.get_write_buffer_limits())
    transport.set_write_buffer_limits(low=10)
    print("transport.get_write_buffer_limits() =", transport.get_write_buffer_limits())
    try:
        transport.set_write_buffer_limits(high=1, low=2)
    except ValueError as error:
        print(error)
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    print("sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY), ... =", sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY), sock.family, sock.type, sock.getpeername() == address)
    shown = repr(transport).replace(str(sock.fileno()), "N")
    print(shown)
    print(repr(sock).replace(str(sock.getsockname()), "OWN").replace(str(address), "PEER").replace(f"fd={sock.fileno()}", "fd=N"))
    writer.close()
    await writer.wait_closed()
    print(repr(transport).split(" fd")[0], sock.fileno())
    for _ in range(6):
        writer.write(b"in vain")
    try:
        await writer.drain()
    except ConnectionResetError as error:
        print(error)
    own = socket.create_server(("127.0.0.1", 0))
    server_of_own = await asyncio.start_server(lambda reader, writer: writer.close(), sock=own)
    print("own.getsockname() == server_of_own.sockets[0].getsockname() =", own.getsockname() == server_of_own.sockets[0].getsockname())
    connected = socket.create_connection(own.getsockname())
    reader, writer = await asyncio.open_connection(sock=connected)
    print("connected.getpeername() == own.getsockname(), await reade... =", connected.getpeername() == own.getsockname(), await reader.read())
    writer.close()
    await writer.wait_closed()
    server_of_own.close()
    print("own.fileno(), connected.fileno() =", own.fileno(), connected.fileno())
    waiting = asyncio.StreamReader()
    task = asyncio.create_task(waiting.read())
    await asyncio.sleep(0)
    print(waiting)
    task.cancel()
    server.close()
    await server.wait_closed()
    try:
        await asyncio.open_connection(*address)
    except ConnectionRefusedError as error:
        print(error.errno, str(error).replace(str(address[1]), "PORT"))


asyncio.run(main())


async def lines_at_once():
    loop = asyncio.get_running_loop()
    ours, theirs = socket.socketpair()
    theirs.setblocking(False)
    reader, writer = await asyncio.open_connection(sock=ours)
    for lines in ([b"a", bytearray(b"b"), memoryview(b"c")], [], [b"d", "e"], 5):
        try:
            writer.writelines(lines)
            print("lines", lines if isinstance(lines, int) else len(lines), "written")
        except TypeError as error:
            print("lines", type(error).__name__, error)
    for data in (memoryview(b"uvw")[1:], bytearray(b"xyz"), array.array("b", [1]), "text", None):
        try:
            writer.write(data)
            print("data", type(data).__name__, "written")
        except TypeError as error:
            print("data", type(error).__name__, error)
    print("arrived", await loop.sock_recv(theirs, 100))
    reader.feed_data(memoryview(b"fed"))
    print("read", await reader.read(10))
    writer.write_eof()
    for name in ("write", "writelines"):
        try:
            getattr(writer, name)([b"late"] if name == "writelines" else b"late")
        except RuntimeError as error:
            print(name, error)
    writer.close()
    await writer.wait_closed()
    theirs.close()


asyncio.run(lines_at_once())

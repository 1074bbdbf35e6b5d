# clock: real
# Options of connections and servers, and programs that replace what a loop uses.
import asyncio
import socket


async def echo(reader, writer):
    while line := await reader.readline():
        writer.write(line)
        await writer.drain()
    writer.close()


async def talk(port, **options):
    reader, writer = await asyncio.open_connection("127.0.0.1", port, **options)
    writer.write(b"hello\n")
    line = await reader.readline()
    name = writer.get_extra_info("sockname")
    writer.close()
    await writer.wait_closed()
    return line, name


async def main():
    loop = asyncio.get_running_loop()
    for options in ({}, {"reuse_port": True}, {"family": socket.AF_INET}, {"keep_alive": True}, {"backlog": 1}):
        async with await asyncio.start_server(echo, "127.0.0.1", 0, **options) as server:
            port = server.sockets[0].getsockname()[1]
            print("server", options, (await talk(port))[0])
    async with await asyncio.start_server(echo, ["127.0.0.1"], 0) as server:
        port = server.sockets[0].getsockname()[1]
        print("list of hosts:", (await talk(port))[0])
        line, name = await talk(port, local_addr=("127.0.0.2", 0))
        print("local_addr:", line, name[0])
        print("happy eyeballs:", (await talk(port, happy_eyeballs_delay=0.2))[0])
        print("family:", (await talk(port, family=socket.AF_INET))[0])
        for options in ({"family": socket.AF_INET6}, {"local_addr": ("127.0.0.1", port)}):
            try:
                await talk(port, **options)
            except OSError as error:
                print("fails:", type(error).__name__, list(options))

        # A program's replacement of a method is what the loop calls.
        asked = []

        async def getaddrinfo(host, port_, **options):
            asked.append(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

        loop.getaddrinfo = getaddrinfo
        reader, writer = await asyncio.open_connection("some.where", 1)
        writer.write(b"through the replacement\n")
        print("getaddrinfo:", asked, await reader.readline())
        writer.close()
        del loop.getaddrinfo

        class Guarded(socket.socket):
            def __init__(self, *args, **kwargs):
                raise RuntimeError("sockets are off")

        real, socket.socket = socket.socket, Guarded
        try:
            await asyncio.open_connection("127.0.0.1", port)
        except RuntimeError as error:
            print("guarded socket:", error)
        socket.socket = real

    datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    for make in (
        lambda: loop.create_connection(asyncio.Protocol),
        lambda: loop.create_connection(asyncio.Protocol, "localhost", 1, sock=datagrams),
        lambda: loop.create_connection(asyncio.Protocol, sock=datagrams),
        lambda: loop.create_connection(asyncio.Protocol, "localhost", 1, server_hostname="x"),
        lambda: loop.create_connection(asyncio.Protocol, "localhost", 1, ssl_handshake_timeout=1),
        lambda: loop.create_server(asyncio.Protocol),
        lambda: loop.create_server(asyncio.Protocol, sock=datagrams),
        lambda: loop.create_server(asyncio.Protocol, "localhost", 1, sock=datagrams),
        lambda: loop.create_unix_connection(asyncio.Protocol),
        lambda: loop.create_unix_connection(asyncio.Protocol, "path", sock=datagrams),
        lambda: loop.create_unix_connection(asyncio.Protocol, sock=datagrams),
        lambda: loop.create_unix_server(asyncio.Protocol),
    ):
        try:
            await make()
        except Exception as error:
            text = str(error).partition("<socket")[0].partition(", got")[0]
            print("refused:", type(error).__name__, text)
    datagrams.close()

    # Reading and writing through the loop.
    a, b = socket.socketpair()
    a.setblocking(False)
    b.setblocking(False)
    await loop.sock_sendall(a, b"abc")
    print("sock_recv:", await loop.sock_recv(b, 10))
    waiting = asyncio.ensure_future(loop.sock_recv(b, 10))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    await loop.sock_sendall(a, b"after a cancelled read")
    print("sock_recv:", await loop.sock_recv(b, 100))
    loop.set_debug(True)
    b.setblocking(True)
    try:
        await loop.sock_recv(b, 10)
    except ValueError as error:
        print("blocking socket:", error)
    loop.set_debug(False)
    a.close()
    b.close()


asyncio.run(main())


async def connected(reader, writer):
    writer.write(b"made outside the loop\n")
    writer.close()


# The coroutines may be made before any loop runs.
loop = asyncio.new_event_loop()
server = loop.run_until_complete(asyncio.start_server(connected, "127.0.0.1", 0))
reader, writer = loop.run_until_complete(asyncio.open_connection(*server.sockets[0].getsockname()))
print("outside:", loop.run_until_complete(reader.read()))
writer.close()
server.close()
loop.run_until_complete(asyncio.sleep(0.1))
loop.close()

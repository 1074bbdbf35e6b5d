# clock: real
import asyncio


async def handle(reader, writer):
    while True:
        line = await reader.readline()
        if not line:
            break
        words = line.decode().split()
        match words:
            case ["add", *numbers]:
                writer.write(f"{sum(map(int, numbers))}\n".encode())
            case ["fixed"]:
                writer.write(await reader.readexactly(4) + b"\n")
            case ["until"]:
                writer.write(await reader.readuntil(b";") + b"\n")
            case ["lines"]:
                writer.writelines([b"one\n", b"two\n"])
            case ["eof"]:
                break
        await writer.drain()
    writer.close()
    await writer.wait_closed()


async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    reader, writer = await asyncio.open_connection(host, port)
    print("host, writer.get_extra_info(\"peername\") == (host, port) =", host, writer.get_extra_info("peername") == (host, port))
    writer.write(b"add 1 2 3\n")
    print("await reader.readline() =", await reader.readline())
    writer.write(b"fixed\nabcd")
    print(await reader.readexactly(5))
    writer.write(b"until\nx y z;")
    print("await reader.readuntil(b\";\"), await reader.read(1) =", await reader.readuntil(b";"), await reader.read(1))
    writer.write(b"lines\n")
    print(await reader.readline(), await reader.readline())
    writer.write(b"eof\n")
    print("await reader.read(), reader.at_eof(), await reader.readli... =", await reader.read(), reader.at_eof(), await reader.readline())
    try:
        await reader.readexactly(3)
    except asyncio.IncompleteReadError as error:
        print(repr(error.partial), error.expected, error)
    writer.close()
    await writer.wait_closed()
    print("writer.is_closing() =", writer.is_closing())
    server.close()
    await server.wait_closed()
    try:
        await asyncio.open_connection(host, port)
    except ConnectionRefusedError as error:
        print(type(error).__name__)


asyncio.run(main())

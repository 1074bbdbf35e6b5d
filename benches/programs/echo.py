# Lines sent to and fro between clients and a server over TCP.
import asyncio


async def serve(reader, writer):
    while line := await reader.readline():
        writer.write(line.upper())
        await writer.drain()
    writer.close()


async def client(port, lines):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    seen = 0
    for n in range(lines):
        writer.write(b"line %d\n" % n)
        await writer.drain()
        seen += len(await reader.readline())
    writer.close()
    await writer.wait_closed()
    return seen


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        print(sum(await asyncio.gather(*(client(port, 500) for _ in range(20)))))


asyncio.run(main())

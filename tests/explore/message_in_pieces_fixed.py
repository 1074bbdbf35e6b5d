# explore:
import asyncio


async def serve(reader, writer):
    text = await reader.readline()
    writer.write(text.upper())
    await writer.drain()
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"hello\n")
    answer = await reader.read()
    writer.close()
    server.close()
    assert answer == b"HELLO\n", answer


asyncio.run(main())

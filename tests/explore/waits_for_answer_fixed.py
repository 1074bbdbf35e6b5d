# explore:
import asyncio


async def serve(reader, writer):
    text = await reader.readline()
    writer.write(text.upper())


async def main():
    server = await asyncio.start_server(serve, "localhost", 0)
    async with server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname()[:2])
        writer.write(b"hello\n")
        await reader.readline()
        writer.close()


asyncio.run(main())

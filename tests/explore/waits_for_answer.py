# explore:
# finds: deadlock, 1
import asyncio


async def serve(reader, writer):
    text = await reader.read(100)
    if text.endswith(b"\n"):  # but a part of the line may arrive first
        writer.write(text.upper())
    else:
        text = await reader.read(100)
        await asyncio.Event().wait()


async def main():
    server = await asyncio.start_server(serve, "localhost", 0)
    async with server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname()[:2])
        writer.write(b"hello\n")
        await reader.readline()
        writer.close()


asyncio.run(main())

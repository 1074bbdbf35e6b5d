# explore:
import asyncio


async def serve(reader, writer):
    try:
        while line := await reader.readline():
            writer.write(line)
            await writer.drain()
    except ConnectionError:
        pass  # the client is gone
    writer.close()


async def ask(reader, writer, text):
    writer.write(text + b"\n")
    try:
        async with asyncio.timeout(0.5):
            return (await reader.readline()).strip()
    except TimeoutError:
        return None


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    for text in (b"one", b"two"):
        # A connection that has missed an answer is not used again.
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        answer = await ask(reader, writer, text)
        assert answer in (text, None), f"{answer} is no answer to {text}"
        writer.close()
    server.close()


asyncio.run(main())

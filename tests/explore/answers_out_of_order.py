# explore:
# finds: failed assertion, 1
import asyncio
import socket

PORT = 8765


async def serve(reader, writer):
    while name := await reader.readline():
        writer.write(b"hello " + name)
        await writer.drain()
    writer.close()


async def ask(name, answers):
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    port = writer.get_extra_info("sockname")[1]
    assert writer.get_extra_info("peername") == ("127.0.0.1", PORT)
    assert writer.get_extra_info("socket").family == socket.AF_INET
    writer.write(name + b"\n")
    answers.append(await reader.readline())
    writer.close()
    await writer.wait_closed()
    return port


async def main():
    answers = []
    async with await asyncio.start_server(serve, port=PORT):
        ports = await asyncio.gather(ask(b"ann", answers), ask(b"bob", answers))
    assert ports == [49152, 49153], ports  # picked in order, in every run
    assert answers == [b"hello ann\n", b"hello bob\n"], answers


asyncio.run(main())

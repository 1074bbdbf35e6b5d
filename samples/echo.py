# clock: real
"""A chat server and two clients in one program, over real sockets."""

import asyncio


async def serve(reader, writer):
    name = (await reader.readline()).decode().strip()
    while line := await reader.readline():
        writer.write(f"{name} said {line.decode().strip()!r}\n".encode())
        await writer.drain()
    writer.close()
    await writer.wait_closed()


async def chat(port, name, *lines):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"{name}\n".encode())
    answers = []
    for line in lines:
        writer.write(f"{line}\n".encode())
        answers.append((await reader.readline()).decode().strip())
    writer.close()
    await writer.wait_closed()
    return answers


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        chats = await asyncio.gather(
            chat(port, "ada", "hello", "is the soup ready?"),
            chat(port, "bob", "not yet"),
        )
    for answers in chats:
        print(*answers, sep="\n")


asyncio.run(main())

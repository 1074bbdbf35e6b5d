# clock: real
import asyncio


async def handle(reader, writer):
    data = await reader.read()
    writer.write(data[::-1])
    writer.write_eof()
    await writer.drain()
    writer.close()


async def client(port, text):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(text.encode())
    writer.write_eof()
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer.decode()


async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        print(await asyncio.gather(*(client(port, f"client {n}") for n in range(20))))
        big = "x" * 300_000 + "end"
        answer = await client(port, big)
        print("len(answer), answer == big[::-1] =", len(answer), answer == big[::-1])
        print("server.is_serving() =", server.is_serving())
    print("server.is_serving() =", server.is_serving())


asyncio.run(main())

"""Hosts and ports that are not plain numbers go through the loop's executor."""

import asyncio


async def serve(reader, writer):
    writer.write((await reader.readline()).upper())
    writer.close()


async def ask(host, port):
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(b"hello\n")
    answer = await reader.read()
    writer.close()
    return answer


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", "0")
    port = server.sockets[0].getsockname()[1]
    for host, place in [("127.1", port), (b"127.0.0.1", port), ("127.0.0.1", str(port)), (None, port)]:
        print(f"from {host!r}, {type(place).__name__}:", await ask(host, place))
    server.close()

    for host, place in [("a" * 64, 80), ("127.0.0.1", "no such service"), ("127.0.0.1", 1.5)]:
        for function in [asyncio.open_connection, asyncio.start_server]:
            first = [] if function is asyncio.open_connection else [serve]
            try:
                await function(*first, host, place)
            except Exception as error:
                print(f"{function.__name__}, {host!r}, {place!r}:", type(error).__name__, error)

    loop = asyncio.get_running_loop()
    print("loop.getaddrinfo:", await loop.getaddrinfo("127.1", 80, type=1))
    print("loop.getnameinfo:", await loop.getnameinfo(("127.0.0.1", 80), 3))

    async def beat():
        for number in range(3):
            print("beat", number)
            await asyncio.sleep(0)

    beating = asyncio.create_task(beat())
    try:
        await asyncio.open_connection("127.1", "no such service")
    except OSError as error:
        print("after the beats:", beating.done(), error)
    await beating


asyncio.run(main())

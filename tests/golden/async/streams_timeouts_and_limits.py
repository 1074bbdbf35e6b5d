# clock: real
import asyncio


async def slow_server(reader, writer):
    try:
        command = (await reader.readline()).decode().strip()
        if command == "silence":
            await asyncio.sleep(5)
        elif command == "long":
            writer.write(b"x" * 200_000 + b"\n")
            await writer.drain()
        elif command == "half":
            writer.write(b"no newline")
        elif command == "bye":
            writer.write(b"bye\n")
    finally:
        writer.close()


async def ask(port, command, limit=2**16):
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=limit)
    writer.write(f"{command}\n".encode())
    try:
        async with asyncio.timeout(0.2):
            return await reader.readline()
    except TimeoutError:
        return "timeout"
    except ValueError as error:
        return str(error)
    finally:
        writer.close()


async def main():
    server = await asyncio.start_server(slow_server, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    for command in ("silence", "long", "half", "bye"):
        print(command, await ask(port, command))
    print("len(await ask(port, \"long\", limit=2**20)) =", len(await ask(port, "long", limit=2**20)))
    print(await asyncio.gather(*(ask(port, c) for c in ("bye", "half", "bye"))))
    server.close()
    print("closed")


asyncio.run(main())

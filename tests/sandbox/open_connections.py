# limits: files=9
# capabilities: all
# ends: open files
# prints: connected 4
import asyncio
async def serve(reader, writer):
    await reader.read()
    writer.close()
async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    for _ in range(20):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.close()
        await writer.wait_closed()
        await asyncio.sleep(0.01)
    open_ones = []
    try:
        while True:
            open_ones.append(await asyncio.open_connection("127.0.0.1", port))
            await asyncio.sleep(0.01)
            print("connected", len(open_ones))
    finally:
        print("ESCAPED")
asyncio.run(main())

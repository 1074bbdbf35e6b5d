"""A pool of connections with asyncio and with threads: reuse, limits, closing."""
import asyncio
import httpcore


async def serve(reader, writer):
    while line := await reader.readline():
        while (await reader.readline()).strip():
            pass
        path = line.split()[1]
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(path), path))
        await writer.drain()
    writer.close()


def with_threads(address):
    with httpcore.ConnectionPool() as pool:
        reply = pool.request("GET", address + "/sync")
        return reply.status, reply.content, len(pool.connections)


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    address = "http://127.0.0.1:%d" % server.sockets[0].getsockname()[1]
    async with httpcore.AsyncConnectionPool(max_connections=2) as pool:
        replies = await asyncio.gather(*(pool.request("GET", f"{address}/{n}") for n in range(6)))
        print("bodies:", [reply.content for reply in replies])
        print("connections:", len(pool.connections) <= 2, all(c.is_idle() for c in pool.connections))
    print("closed:", len(pool.connections))
    print("threads:", await asyncio.to_thread(with_threads, address))
    server.close()


asyncio.run(main())

"""A server with HTTP/1.1 and HTTP/2 without TLS, and its end."""
import asyncio
import socket
import h2.connection
import h2.events
import httpx
from hypercorn.asyncio import serve
from hypercorn.config import Config


async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    text = f"{scope['http_version']} {scope['path']}".encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"x-a", b"1")]})
    await send({"type": "http.response.body", "body": text})


async def ask_http2(host, port):
    reader, writer = await asyncio.open_connection(host, port)
    connection = h2.connection.H2Connection()
    connection.initiate_connection()
    connection.send_headers(1, [(":method", "GET"), (":path", "/two"), (":scheme", "http"), (":authority", "x")], end_stream=True)
    body = b""
    while True:
        writer.write(connection.data_to_send())
        for event in connection.receive_data(await reader.read(65536)):
            if isinstance(event, h2.events.DataReceived):
                body += event.data
            elif isinstance(event, h2.events.StreamEnded):
                writer.close()
                return body


async def main():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = Config()
    config.bind, config.loglevel = [f"127.0.0.1:{port}"], "CRITICAL"
    end = asyncio.Event()
    running = asyncio.create_task(serve(app, config, shutdown_trigger=end.wait))
    async with httpx.AsyncClient(transport=httpx.AsyncHTTPTransport(retries=5)) as client:
        reply = await client.get(f"http://127.0.0.1:{port}/one")
        print("http/1.1:", reply.status_code, reply.text, reply.headers["x-a"])
    print("http/2:", await ask_http2("127.0.0.1", port))
    end.set()
    await running


asyncio.run(main())

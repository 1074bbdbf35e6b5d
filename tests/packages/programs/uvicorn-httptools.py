"""Served with the parser of httptools: kept connections, pipelines, chunks, errors, an upgrade to WebSockets.

Needs stand-ins.
"""
import asyncio
import socket

import httptools
import uvicorn
import websockets
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


async def app(scope, receive, send):
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] == "websocket.receive":
            await send({"type": "websocket.send", "text": message["text"].upper()})
        return
    body = b""
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    headers = [(name, value) for name, value in scope["headers"] if name != b"host"]
    shown = [scope["method"], scope["http_version"], scope["path"], scope["raw_path"], scope["query_string"], headers, body]
    text = " ".join(map(repr, shown)).encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(text))]})
    await send({"type": "http.response.body", "body": text})


async def talk(port, *pieces):
    """What the server answers to pieces of input, without dates."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for piece in pieces:
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(0.02)
    writer.write_eof()
    answer = await reader.read()
    writer.close()
    return [line for line in answer.decode().split("\r\n") if not line.startswith(("date:", "server:"))]


async def main():
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    config = uvicorn.Config(app, log_level="critical", lifespan="off")
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started:
        await asyncio.sleep(0.01)
    print("protocol:", config.http_protocol_class is HttpToolsProtocol)
    end = b"Connection: close\r\n\r\n"
    print("one:", await talk(port, b"GET /a%20b?c=d HTTP/1.1\r\nHost: h\r\nX-A: b\r\n" + end))
    print("old:", await talk(port, b"GET / HTTP/1.0\r\n\r\n"))
    print("kept:", await talk(port, b"GET /1 HTTP/1.1\r\nHost: h\r\n\r\n", b"GET /2 HTTP/1.1\r\nHost: h\r\n" + end))
    print("pipeline:", await talk(port, b"".join(b"GET /%d HTTP/1.1\r\nHost: h\r\n\r\n" % n for n in range(3)) + b"GET /e HTTP/1.1\r\n" + end))
    print("body:", await talk(port, b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 6\r\n" + end + b"abc", b"def"))
    chunked = b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n" + end
    print("chunks:", await talk(port, chunked + b"3\r\nab", b"c\r\n2;x=y\r\nde\r", b"\n0\r\nTrailer: t\r\n\r\n"))
    print("split:", await talk(port, b"GE", b"T / HT", b"TP/1.1\r\nHo", b"st: h\r\nX-B: 1", b"23\r\n" + end))
    print("expect:", await talk(port, b"PUT / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 1\r\n" + end, b"x"))
    for bad in (b"nonsense\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET / HTTP/1.1\r\nA : b\r\n\r\n", b"GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n"):
        print("bad:", await talk(port, bad))
    print("other upgrade:", await talk(port, b"GET / HTTP/1.1\r\nHost: h\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n"))
    async with websockets.connect(f"ws://127.0.0.1:{port}/") as ws:
        await ws.send("hi")
        print("socket:", await ws.recv())
    server.should_exit = True
    await running
    url = httptools.parse_url(b"http://u@host:80/p?q#f")
    print("url:", url)


asyncio.run(main())

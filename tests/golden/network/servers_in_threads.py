# clock: real
"""The library's servers in threads, which read and write files of sockets, and asyncio clients."""

import asyncio
import json
import socket
import socketserver
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps({"path": self.path}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


class Shout(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line.upper())


async def fetch(port, path):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.0\r\n\r\n".encode())
    await writer.drain()
    head, body = (await reader.read()).split(b"\r\n\r\n")
    writer.close()
    await writer.wait_closed()
    return head.split(b"\r\n")[0], json.loads(body)


async def main(http, shout):
    print(await asyncio.gather(*(fetch(http, f"/{i}") for i in range(3))))
    url = f"http://127.0.0.1:{http}/opened"
    print(await asyncio.to_thread(lambda: urllib.request.urlopen(url).read()))
    reader, writer = await asyncio.open_connection("127.0.0.1", shout)
    writer.write(b"hello\n")
    print(await reader.readline())
    writer.write(b"bye\n")
    writer.write_eof()
    print(await reader.read())
    writer.close()


servers = [HTTPServer(("127.0.0.1", 0), Handler), socketserver.ThreadingTCPServer(("127.0.0.1", 0), Shout)]
for server in servers:
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
asyncio.run(main(*(server.server_address[1] for server in servers)))
for server in servers:
    server.shutdown()
    server.server_close()

ours, theirs = socket.socketpair()
with ours.makefile("rb") as reading, theirs.makefile("w", newline="\n") as writing:
    writing.write("a line\n")
    writing.flush()
    print(reading.readline(), writing.mode)
ours.close()
theirs.close()

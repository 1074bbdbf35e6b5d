"""Requests to an ASGI application and over a socket: streams, redirects, cookies, timeouts, errors."""
import asyncio
import httpx


async def app(scope, receive, send):
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    if scope["path"] == "/away":
        start = {"status": 302, "headers": [(b"location", b"/there")]}
    else:
        start = {"status": 200, "headers": [(b"content-type", b"text/plain"), (b"set-cookie", b"a=b; Path=/")]}
    await send({"type": "http.response.start", **start})
    await send({"type": "http.response.body", "body": scope["path"].encode() + b" " + body})


async def serve(reader, writer):
    line = await reader.readline()
    while (await reader.readline()).strip():
        pass
    if b"slow" in line:
        await asyncio.sleep(1)
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    for part in (b"one\n", b"two\n"):
        writer.write(b"%x\r\n%s\r\n" % (len(part), part))
    writer.write(b"0\r\n\r\n")
    await writer.drain()
    writer.close()


async def main():
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
        reply = await client.post("/x", params={"q": "1 2"}, json={"a": [1, None]})
        print("post:", reply.status_code, reply.text, reply.url, reply.cookies.get("a"))
        reply = await client.get("/away", follow_redirects=True)
        print("redirect:", reply.text, [r.status_code for r in reply.history])
        replies = await asyncio.gather(*(client.get(f"/{n}") for n in range(4)))
        print("gather:", [reply.text for reply in replies])
        reply = await client.post("/form", files={"f": ("a.txt", b"text")}, data={"k": "v"})
        print("multipart:", reply.text.count("form-data"))
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    address = "http://127.0.0.1:%d" % server.sockets[0].getsockname()[1]
    async with server, httpx.AsyncClient() as client:
        async with client.stream("GET", address) as reply:
            print("stream:", [line async for line in reply.aiter_lines()])
        try:
            await client.get(address + "/slow", timeout=httpx.Timeout(5, read=0.05))
        except httpx.ReadTimeout as error:
            print("timeout:", type(error).__name__)
    try:
        async with httpx.AsyncClient() as client:
            await client.get("http://127.0.0.1:1/")
    except httpx.ConnectError as error:
        print("refused:", error)


asyncio.run(main())

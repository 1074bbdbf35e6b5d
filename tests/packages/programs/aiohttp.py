"""A server and a client: JSON, forms, streams, WebSockets, middlewares, errors, timeouts."""
import asyncio
import aiohttp
from aiohttp import web


async def echo(request):
    return web.json_response({"q": dict(request.query), "method": request.method, "body": await request.text()})


async def upload(request):
    fields = []
    async for part in await request.multipart():
        fields.append((part.name, part.filename, (await part.read()).decode()))
    return web.json_response(fields)


async def stream(request):
    reply = web.StreamResponse()
    await reply.prepare(request)
    for n in range(3):
        await reply.write(f"chunk {n}\n".encode())
    return reply


async def socket(request):
    reply = web.WebSocketResponse()
    await reply.prepare(request)
    async for message in reply:
        if message.type is aiohttp.WSMsgType.BINARY:
            await reply.send_bytes(message.data[::-1])
        else:
            await reply.send_str(message.data + "!")
    return reply


@web.middleware
async def mark(request, handler):
    try:
        reply = await handler(request)
    except ZeroDivisionError:
        return web.Response(status=500, text="caught")
    if not reply.prepared:
        reply.headers["X-Mark"] = "1"
    return reply


async def fail(request):
    return 1 / 0


async def main():
    app = web.Application(middlewares=[mark])
    app.add_routes([
        web.get("/", echo), web.post("/", echo), web.post("/up", upload), web.get("/stream", stream),
        web.get("/ws", socket), web.get("/fail", fail),
    ])
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    base = "http://127.0.0.1:%d" % runner.addresses[0][1]
    async with aiohttp.ClientSession() as session:
        async with session.get(base + "/?a=1&b=é") as reply:
            print("get:", reply.status, await reply.json(), reply.headers["X-Mark"])
        async with session.post(base + "/", data={"k": "v w"}) as reply:
            print("form:", (await reply.json())["body"])
        form = aiohttp.FormData()
        form.add_field("file", b"content", filename="x.txt")
        async with session.post(base + "/up", data=form) as reply:
            print("upload:", await reply.json())
        async with session.get(base + "/stream") as reply:
            print("stream:", [line async for line in reply.content])
        async with session.get(base + "/none") as reply:
            print("missing:", reply.status, await reply.text())
        async with session.get(base + "/fail") as reply:
            print("fail:", reply.status, await reply.text())
        async with session.ws_connect(base + "/ws") as ws:
            await ws.send_str("hi")
            print("text:", (await ws.receive()).data)
            await ws.send_bytes(b"abc" * 30000)
            print("bytes:", len((await ws.receive()).data))
        try:
            async with session.get(base + "/stream", timeout=aiohttp.ClientTimeout(total=0.000001)):
                pass
        except asyncio.TimeoutError as error:
            print("timeout:", isinstance(error, TimeoutError))
        try:
            async with session.get("http://127.0.0.1:1/"):
                pass
        except aiohttp.ClientConnectorError as error:
            print("refused:", error.host, error.port)
    await runner.cleanup()


asyncio.run(main())

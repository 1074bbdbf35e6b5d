"""A server in the program's own loop: requests, a WebSocket, lifespan, and its end."""
import asyncio
import socket
import httpx
import uvicorn
import websockets


async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        while (message := await receive())["type"] != "lifespan.shutdown":
            await send({"type": message["type"] + ".complete"})
        print("shutdown")
        await send({"type": "lifespan.shutdown.complete"})
    elif scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] == "websocket.receive":
            await send({"type": "websocket.send", "text": message["text"].upper()})
    else:
        body = (await receive())["body"]
        await send({"type": "http.response.start", "status": 200, "headers": [(b"x-a", b"1")]})
        for part in (scope["path"].encode(), b" ", body):
            await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body"})


async def main():
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    address = "127.0.0.1:%d" % listener.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical"))
    running = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started:
        await asyncio.sleep(0.01)
    async with httpx.AsyncClient(base_url=f"http://{address}") as client:
        reply = await client.post("/p", content=b"body")
        print("post:", reply.status_code, reply.text, reply.headers["x-a"])
        replies = await asyncio.gather(*(client.get(f"/{n}") for n in range(5)))
        print("gather:", [reply.text for reply in replies])
    async with websockets.connect(f"ws://{address}/") as ws:
        await ws.send("hi")
        print("socket:", await ws.recv())
    server.should_exit = True
    await running


asyncio.run(main())

"""A server and clients with events, rooms, acknowledgements, namespaces and sessions, over WebSockets and polling."""
import asyncio
import socketio
from aiohttp import web

server = socketio.AsyncServer(async_mode="aiohttp")
app = web.Application()
server.attach(app)


@server.event
async def connect(sid, environ, auth):
    if auth and auth.get("bad"):
        raise socketio.exceptions.ConnectionRefusedError("not you")
    await server.save_session(sid, {"name": (auth or {}).get("name")})


@server.event
async def join(sid, room):
    await server.enter_room(sid, room)
    async with server.session(sid) as session:
        await server.emit("joined", {"who": session["name"], "room": room}, room=room)
    return "ok", room


@server.event
async def disconnect(sid):
    print("server: gone")


class Chat(socketio.AsyncNamespace):
    async def on_say(self, sid, data):
        await self.emit("said", data[::-1], room=sid)


server.register_namespace(Chat("/chat"))


async def main():
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    for transports in (["websocket"], ["polling"]):
        client = socketio.AsyncClient()
        seen = asyncio.Queue()
        client.on("joined", seen.put)
        client.on("said", seen.put, namespace="/chat")
        await client.connect(url, auth={"name": "me"}, transports=transports, namespaces=["/", "/chat"])
        print(client.connected, client.transport())
        print("ack", await client.call("join", "room1", timeout=10))
        print("event", await asyncio.wait_for(seen.get(), 10))
        await client.emit("say", "abc", namespace="/chat")
        print("event", await asyncio.wait_for(seen.get(), 10))
        await client.emit("say", b"\x00\x01", namespace="/chat")
        print("event", await asyncio.wait_for(seen.get(), 10))
        await client.disconnect()
        await asyncio.sleep(0.2)
    client = socketio.AsyncClient()
    try:
        await client.connect(url, auth={"bad": True}, transports=["websocket"])
    except socketio.exceptions.ConnectionError as error:
        print("refused", error)
    await runner.cleanup()


asyncio.run(main())

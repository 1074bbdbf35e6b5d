"""Views, JSON, templates, sessions, streams and WebSockets, through the test client."""
import asyncio
from quart import Quart, jsonify, render_template_string, request, session, websocket

app = Quart(__name__)
app.secret_key = "secret"


@app.get("/hello/<name>")
async def hello(name):
    session["seen"] = session.get("seen", 0) + 1
    return await render_template_string("Hello {{ name }} ({{ n }})", name=name, n=session["seen"])


@app.post("/json")
async def echo():
    return jsonify(await request.get_json()), 201


@app.get("/stream")
async def stream():
    async def parts():
        for n in range(3):
            yield f"{n};"
    return parts()


@app.websocket("/ws")
async def socket():
    while True:
        await websocket.send((await websocket.receive())[::-1])


@app.errorhandler(404)
async def missing(error):
    return f"nothing at {request.path}", 404


async def main():
    client = app.test_client()
    for _ in range(2):
        print("hello:", await (await client.get("/hello/<b>")).get_data(as_text=True))
    reply = await client.post("/json", json={"a": [1, 2]})
    print("json:", reply.status_code, await reply.get_json())
    print("stream:", await (await client.get("/stream")).get_data())
    print("missing:", (await (await client.get("/none")).get_data()).decode())
    async with client.websocket("/ws") as ws:
        await ws.send("abc")
        print("socket:", await ws.receive())


asyncio.run(main())

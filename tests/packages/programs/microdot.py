"""Routes, errors, streams, sessions, events and WebSockets, through the test client and over a socket."""

import asyncio

from microdot import Microdot, abort, redirect
from microdot.cors import CORS
from microdot.session import Session, with_session
from microdot.sse import with_sse
from microdot.test_client import TestClient
from microdot.websocket import with_websocket

app = Microdot()
CORS(app, allowed_origins=["http://a"], allow_credentials=True)
Session(app, secret_key="s")


@app.get("/hello/<int:n>/<name>")
async def hello(request, n, name):
    return {"n": n, "name": name, "q": dict(request.args)}


@app.post("/echo")
async def echo(request):
    return request.json, 201, {"X-A": "b"}


@app.route("/err")
async def err(request):
    raise ValueError("bad")


@app.errorhandler(ValueError)
async def handle(request, e):
    return f"err {e}", 400


@app.get("/abort")
async def ab(request):
    abort(403)


@app.get("/stream")
async def stream(request):
    async def gen():
        for i in range(3):
            yield f"{i}\n"
            await asyncio.sleep(0)

    return gen()


@app.get("/sse")
@with_sse
async def sse(request, sse):
    for i in range(2):
        await sse.send({"i": i}, event="e")


@app.get("/ws")
@with_websocket
async def ws(request, ws):
    while True:
        data = await ws.receive()
        await ws.send(data[::-1])


@app.get("/session")
@with_session
async def sess(request, session):
    session["n"] = session.get("n", 0) + 1
    session.save()
    return str(session["n"])


@app.get("/redir")
async def redir(request):
    return redirect("/hello/1/x")


@app.before_request
async def before(request):
    request.g.t = 1


@app.after_request
async def after(request, response):
    response.headers["X-T"] = str(request.g.t)
    return response


async def main():
    c = TestClient(app)
    for p in ["/hello/3/bob?a=1&b=2", "/hello/x/bob", "/err", "/abort", "/stream", "/redir", "/nope"]:
        r = await c.get(p)
        print(p, r.status_code, r.headers.get("Content-Type"), r.text, r.headers.get("X-T"))
    r = await c.post("/echo", body={"a": [1, None]})
    print(r.status_code, r.json, r.headers)
    for _ in range(3):
        print((await c.get("/session")).text)

    async def wsc():
        data = yield "hello"
        print("ws", data)
        data = yield b"abc"
        print("ws", data)

    await c.websocket("/ws", wsc)
    r = await c.get("/sse")
    print(r.status_code, r.events if hasattr(r, "events") else r.body)
    r = await c.request(
        "OPTIONS", "/echo", headers={"Origin": "http://a", "Access-Control-Request-Method": "POST"}
    )
    print(r.status_code, sorted(r.headers.items()))
    # over a socket
    t = asyncio.create_task(app.start_server("127.0.0.1", 0))
    await asyncio.sleep(0.1)
    port = app.server.sockets[0].getsockname()[1]
    rd, w = await asyncio.open_connection("127.0.0.1", port)
    w.write(b"GET /hello/1/x HTTP/1.0\r\n\r\n")
    print((await rd.read()).decode())
    w.close()
    app.shutdown()
    await t


asyncio.run(main())

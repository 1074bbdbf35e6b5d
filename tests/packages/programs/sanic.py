"""Routes, forms, streams, errors, blueprints, signals and WebSockets, over a socket.

Needs stand-ins.
"""

import asyncio
import socket

from sanic import Blueprint, Sanic, response
from sanic.exceptions import NotFound, SanicException

with socket.create_server(("127.0.0.1", 0)) as free:
    PORT = free.getsockname()[1]
app = Sanic("x")
app.config.ACCESS_LOG = False
app.config.MOTD = False
bp = Blueprint("b", url_prefix="/b")


@app.get("/<n:int>")
async def n(request, n):
    return response.json({"n": n, "a": request.args, "h": request.headers.get("x-a")})


@app.post("/echo")
async def echo(request):
    return response.json(request.json, status=201)


@app.post("/form")
async def form(request):
    return response.json(
        {"f": request.form, "files": {k: [f.name for f in v] for k, v in request.files.items()}}
    )


@app.get("/stream")
async def stream(request):
    r = await request.respond(content_type="text/plain")
    for i in range(3):
        await r.send(f"{i},")
        await asyncio.sleep(0)
    await r.eof()


@bp.get("/x", name="xx")
async def x(request):
    return response.text(request.app.url_for("b.xx"))


@app.exception(NotFound)
async def nf(request, e):
    return response.text(f"nf {e}", status=404)


@app.get("/err")
async def err(request):
    raise SanicException("teapot", status_code=418)


@app.websocket("/ws")
async def ws(request, ws):
    async for m in ws:
        await ws.send(m[::-1])


@app.middleware("response")
async def mw(request, r):
    r.headers["x-mw"] = "1"


@app.signal("foo.bar.<t>")
async def sig(t):
    print("signal", t)


app.blueprint(bp)


async def main():
    import httpx
    import websockets

    srv = await app.create_server(host="127.0.0.1", port=PORT, return_asyncio_server=True)
    await srv.startup()
    await srv.before_start()
    await srv.after_start()
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{PORT}") as c:
        for p in ["/3?a=1&a=2", "/b/x", "/stream", "/err", "/zz"]:
            r = await c.get(p, headers={"x-a": "q"})
            print(p, r.status_code, r.text[:60], r.headers.get("x-mw"), r.headers.get("transfer-encoding"))
        r = await c.post("/echo", json={"a": [1, "é"]})
        print(r.status_code, r.json())
        r = await c.post("/form", data={"a": "b"}, files={"f": ("n.txt", b"xx")})
        print(r.json())
        r = await c.post("/echo", content=b"{bad", headers={"content-type": "application/json"})
        print(r.status_code)
    async with websockets.connect(f"ws://127.0.0.1:{PORT}/ws") as w:
        await w.send("abc")
        print(await w.recv())
    await app.dispatch("foo.bar.q")
    await asyncio.sleep(0.01)
    await srv.before_stop()
    srv.close()
    await srv.wait_closed() if hasattr(srv, "wait_closed") else None
    await srv.after_stop()


asyncio.run(main())

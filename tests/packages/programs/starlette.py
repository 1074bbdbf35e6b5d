"""Routes, middleware, lifespan, sessions, static files and WebSockets, through the test client."""
import contextlib
import pathlib
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient

pathlib.Path("static").mkdir()
pathlib.Path("static/a.txt").write_text("static text")


@contextlib.asynccontextmanager
async def lifespan(app):
    print("startup")
    yield {"shared": 7}
    print("shutdown")


async def home(request):
    return JSONResponse({"path": request.url.path, "shared": request.state.shared})


async def long(request):
    return PlainTextResponse("long " * 500)


async def echo(socket):
    await socket.accept()
    async for text in socket.iter_text():
        await socket.send_json({"echo": text})


class Mark(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        reply = await call_next(request)
        reply.headers["x-mark"] = request.method
        return reply


app = Starlette(
    routes=[
        Route("/", home), Route("/long", long), WebSocketRoute("/ws", echo),
        Mount("/static", StaticFiles(directory="static")),
    ],
    middleware=[Middleware(Mark), Middleware(GZipMiddleware)],
    lifespan=lifespan,
)
with TestClient(app) as client:
    reply = client.get("/")
    print("home:", reply.status_code, reply.json(), reply.headers["x-mark"])
    reply = client.get("/long")
    print("gzip:", reply.headers["content-encoding"], len(reply.text))
    print("static:", client.get("/static/a.txt").text, client.get("/static/none").status_code)
    print("method:", client.post("/").status_code)
    with client.websocket_connect("/ws") as socket:
        socket.send_text("hi")
        print("socket:", socket.receive_json())

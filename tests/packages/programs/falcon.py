"""Synchronous and asynchronous applications through the test client: media, hooks, errors, middleware, streams, WebSockets."""
import asyncio
import falcon
import falcon.asgi
from falcon import testing


class Item:
    async def on_get(self, request, response, number):
        if number > 10:
            raise falcon.HTTPNotFound(title="No item", description=f"none is {number}")
        response.media = {"number": number, "query": request.params}

    async def on_post(self, request, response, number):
        data = await request.get_media()
        response.status = falcon.HTTP_201
        response.set_header("X-Number", str(number))
        response.media = {"got": data}


class Stream:
    async def on_get(self, request, response):
        async def parts():
            for i in range(3):
                yield f"part {i}\n".encode()
        response.stream = parts()

    async def on_websocket(self, request, socket):
        await socket.accept()
        try:
            while True:
                text = await socket.receive_text()
                await socket.send_text(text.upper())
        except falcon.WebSocketDisconnected:
            print("socket closed")


class Middleware:
    async def process_request(self, request, response):
        request.context.start = 1

    async def process_response(self, request, response, resource, succeeded):
        response.set_header("X-Done", f"{succeeded} {request.context.start}")


async def broken(request, response, error, params):
    response.status = falcon.HTTP_503
    response.media = {"error": repr(error)}


class Broken:
    async def on_get(self, request, response):
        raise LookupError("oops")


app = falcon.asgi.App(middleware=[Middleware()])
app.add_route("/items/{number:int}", Item())
app.add_route("/stream", Stream())
app.add_route("/broken", Broken())
app.add_error_handler(LookupError, broken)


def show(result):
    print(result.status, result.text, {k: v for k, v in result.headers.items() if k.startswith("x-")})


async def main():
    async with testing.ASGIConductor(app) as conductor:
        show(await conductor.simulate_get("/items/3", params={"a": "1", "b": "x y"}))
        show(await conductor.simulate_get("/items/30"))
        show(await conductor.simulate_get("/items/x"))
        show(await conductor.simulate_post("/items/3", json={"k": [1, 2]}))
        show(await conductor.simulate_post("/items/3", body="{bad", headers={"content-type": "application/json"}))
        show(await conductor.simulate_put("/items/3"))
        show(await conductor.simulate_get("/stream"))
        show(await conductor.simulate_get("/broken"))
        async with conductor.simulate_ws("/stream") as socket:
            await socket.send_text("hello")
            print(await socket.receive_text())


asyncio.run(main())


class Plain:
    def on_get(self, request, response):
        response.text = f"{request.method} {request.get_param_as_int('n', default=5)} {request.cookies}"
        response.set_cookie("c", "v", max_age=5, secure=False)


plain = falcon.App()
plain.add_route("/", Plain())
client = testing.TestClient(plain)
result = client.simulate_get("/", params={"n": 7}, cookies={"a": "b"})
print(result.status_code, result.text, result.cookies["c"].value, result.cookies["c"].max_age)
print(client.simulate_get("/", params={"n": "x"}).json)
print(falcon.uri.parse_query_string("a=1&b=2&a=3"), falcon.uri.encode("/a b/ü"), falcon.http_date_to_dt("Tue, 15 Nov 1994 12:45:26 GMT"))

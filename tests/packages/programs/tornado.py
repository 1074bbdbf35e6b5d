"""An application on asyncio's loop, its client, WebSockets, streams and templates."""
import asyncio
import tornado.httpclient
import tornado.httpserver
import tornado.template
import tornado.testing
import tornado.web
import tornado.websocket


class Main(tornado.web.RequestHandler):
    async def get(self, name):
        await asyncio.sleep(0)
        self.write({"name": name, "q": self.get_arguments("q")})

    def post(self, name):
        self.set_status(201)
        for part in (b"got ", self.request.body):
            self.write(part)
            self.flush()


class Echo(tornado.websocket.WebSocketHandler):
    def on_message(self, message):
        self.write_message(message + "!")


async def main():
    app = tornado.web.Application([(r"/ws", Echo), (r"/(\w*)", Main)])
    listener, port = tornado.testing.bind_unused_port()
    server = tornado.httpserver.HTTPServer(app)
    server.add_socket(listener)
    base = f"127.0.0.1:{port}"
    client = tornado.httpclient.AsyncHTTPClient()
    reply = await client.fetch(f"http://{base}/x?q=1&q=2")
    print("get:", reply.code, reply.body, reply.headers["Content-Type"])
    reply = await client.fetch(f"http://{base}/", method="POST", body=b"body")
    print("post:", reply.code, reply.body)
    try:
        await client.fetch(f"http://{base}/a/b")
    except tornado.httpclient.HTTPClientError as error:
        print("missing:", error.code, error.message)
    socket = await tornado.websocket.websocket_connect(f"ws://{base}/ws")
    await socket.write_message("hi")
    print("socket:", await socket.read_message())
    socket.close()
    server.stop()
    template = tornado.template.Template("{% for x in xs %}<{{ x }}>{% end %}")
    print("template:", template.generate(xs=["a", "&"]))


asyncio.run(main())

"""Resources of a CoAP server and a client in the same program: methods, blocks, observation, errors."""

import asyncio, logging, socket, warnings

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
import aiocoap, aiocoap.resource as resource
from aiocoap import Context, Message, Code


class Echo(resource.Resource):

    async def render_get(self, request):
        return Message(payload=b"hello " + (request.opt.uri_query[0].encode() if request.opt.uri_query else b""))

    async def render_put(self, request):
        return Message(code=Code.CHANGED, payload=request.payload[::-1])


class Count(resource.ObservableResource):

    def __init__(self):
        super().__init__()
        self.n = 0

    async def render_get(self, request):
        return Message(payload=str(self.n).encode())


async def main():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    site = resource.Site()
    count = Count()
    site.add_resource(["echo"], Echo())
    site.add_resource(["n"], count)
    site.add_resource([".well-known", "core"], resource.WKCResource(site.get_resources_as_linkheader))
    server = await Context.create_server_context(site, bind=("127.0.0.1", port))
    client = await Context.create_client_context()

    async def ask(code, path, payload=b""):
        r = await client.request(Message(code=code, uri=f"coap://127.0.0.1:{port}/{path}", payload=payload)).response
        return (str(r.code), r.payload if len(r.payload) < 60 else len(r.payload))

    print(await ask(Code.GET, "echo?x"))
    print(await ask(Code.PUT, "echo", b"abc"))
    print(await ask(Code.PUT, "echo", b"z" * 5000))
    print(await ask(Code.GET, "nope"))
    print(await ask(Code.DELETE, "echo"))
    print(await ask(Code.GET, ".well-known/core"))
    pr = client.request(Message(code=Code.GET, uri=f"coap://127.0.0.1:{port}/n", observe=0))
    print((await pr.response).payload)

    async def change():
        for i in range(2):
            await asyncio.sleep(0.05)
            count.n += 1
            count.updated_state()

    t = asyncio.create_task(change())
    seen = []
    async for r in pr.observation:
        seen.append(r.payload)
        if len(seen) == 2:
            break
    print(seen)
    await t
    await client.shutdown()
    await server.shutdown()


asyncio.run(main())

"""Calls over HTTP/2 between a client and a server in the same program, with a codec of its own."""

import asyncio, json
from grpclib.server import Server
from grpclib.client import Channel
from grpclib.encoding.base import CodecBase
from grpclib.const import Cardinality, Handler, Status
from grpclib.exceptions import GRPCError
from grpclib.client import UnaryUnaryMethod, UnaryStreamMethod, StreamStreamMethod, StreamUnaryMethod


class Codec(CodecBase):
    __content_subtype__ = "json"

    def encode(self, m, t):
        return json.dumps(m).encode()

    def decode(self, d, t):
        return json.loads(d)


class Service:

    async def one(self, stream):
        r = await stream.recv_message()
        print("metadata", stream.metadata.get("who"))
        if r.get("fail"):
            raise GRPCError(Status.INVALID_ARGUMENT, "no")
        if r.get("crash"):
            raise ValueError("hidden")
        if r.get("slow"):
            await asyncio.sleep(5)
        await stream.send_message({"hello": r["name"]})

    async def many(self, stream):
        r = await stream.recv_message()
        for i in range(r["n"]):
            await stream.send_message(i)

    async def both(self, stream):
        async for m in stream:
            await stream.send_message(m * 2)

    async def total(self, stream):
        await stream.send_message(sum([m async for m in stream]))

    def __mapping__(self):
        return {
            f"/test.Service/{n}": Handler(getattr(self, n), c, dict, dict)
            for n, c in [
                ("one", Cardinality.UNARY_UNARY),
                ("many", Cardinality.UNARY_STREAM),
                ("both", Cardinality.STREAM_STREAM),
                ("total", Cardinality.STREAM_UNARY),
            ]
        }


import logging

logging.disable(logging.CRITICAL)


async def main():
    server = Server([Service()], codec=Codec())
    await server.start("127.0.0.1", 0)
    port = server._server.sockets[0].getsockname()[1]
    async with Channel("127.0.0.1", port, codec=Codec()) as ch:
        one = UnaryUnaryMethod(ch, "/test.Service/one", dict, dict)
        print(await one({"name": "x"}, metadata={"who": "me"}))
        for bad in ({"fail": 1}, {"crash": 1}):
            try:
                await one(bad)
            except GRPCError as e:
                print(e.status, e.message)
        try:
            await one({"slow": 1}, timeout=0.1)
        except (asyncio.TimeoutError, GRPCError) as e:
            print(type(e).__name__)
        print(await UnaryStreamMethod(ch, "/test.Service/many", dict, dict)({"n": 4}))
        print(await StreamUnaryMethod(ch, "/test.Service/total", dict, dict)([1, 2, 3]))
        async with StreamStreamMethod(ch, "/test.Service/both", dict, dict).open() as s:
            for i in (1, "ab", [0]):
                await s.send_message(i, end=i == [0])
                print(await s.recv_message())
            print(await s.recv_message())
        try:
            await UnaryUnaryMethod(ch, "/test.Service/none", dict, dict)({})
        except GRPCError as e:
            print(e.status, e.message)
        print(await asyncio.gather(*[one({"name": i}) for i in range(3)]))
    server.close()
    await server.wait_closed()


asyncio.run(main())

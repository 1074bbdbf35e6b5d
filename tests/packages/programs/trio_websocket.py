"""A WebSocket server and clients on trio: messages, subprotocols, a ping, closing, a refused handshake."""

import trio

from trio_websocket import (
    ConnectionClosed,
    HandshakeError,
    open_websocket_url,
    serve_websocket,
)


async def handler(request):
    if request.path == "/no":
        await request.reject(401, body=b"no")
        return
    ws = await request.accept(
        subprotocol=request.proposed_subprotocols[0] if request.proposed_subprotocols else None
    )
    try:
        while True:
            m = await ws.get_message()
            await ws.send_message(m[::-1])
    except ConnectionClosed as e:
        print("server", e.reason.code, e.reason.reason)


async def main():
    async with trio.open_nursery() as n:
        s = await n.start(serve_websocket, handler, "127.0.0.1", 0, None)
        port = s.port
        async with open_websocket_url(f"ws://127.0.0.1:{port}/x", subprotocols=["a"]) as ws:
            await ws.send_message("hello")
            print(await ws.get_message(), ws.subprotocol, ws.path)
            await ws.send_message(b"abc" * 10000)
            print(len(await ws.get_message()))
            await ws.ping(b"x")
            await ws.aclose(1000, "bye")
        try:
            async with open_websocket_url(f"ws://127.0.0.1:{port}/no") as ws:
                pass
        except HandshakeError as e:
            print(type(e).__name__, e.status_code, e.body)
        n.cancel_scope.cancel()


trio.run(main)

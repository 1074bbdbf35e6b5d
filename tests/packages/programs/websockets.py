"""Servers and clients with asyncio and with threads: compression, pings, broadcasts, closing."""
import asyncio
import threading
import websockets
import websockets.sync.client
import websockets.sync.server


async def echo(socket):
    async for message in socket:
        await socket.send(message if isinstance(message, bytes) else message.upper())


async def main():
    async with websockets.serve(echo, "127.0.0.1", 0) as server:
        address = "ws://127.0.0.1:%d" % server.sockets[0].getsockname()[1]
        async with websockets.connect(address) as socket:
            await socket.send("text é")
            print("text:", await socket.recv())
            await socket.send(bytes(100000))
            print("bytes:", len(await socket.recv()))
            await (await socket.ping(b"p"))
            print("pong, compressed:", [type(e).__name__ for e in socket.protocol.extensions])
            await socket.send(["in ", "parts"])
            print("fragments:", await socket.recv())
        try:
            await socket.send("late")
        except websockets.ConnectionClosedOK as error:
            print("closed:", error.rcvd.code)
        sockets = [await websockets.connect(address) for _ in range(3)]
        websockets.broadcast(server.connections, "to all")
        print("broadcast:", [await socket.recv() for socket in sockets])
        for socket in sockets:
            await socket.close(4000, "done")


def with_threads():
    def handler(socket):
        for message in socket:
            socket.send(message[::-1])

    with websockets.sync.server.serve(handler, "127.0.0.1", 0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        with websockets.sync.client.connect("ws://127.0.0.1:%d" % server.socket.getsockname()[1]) as socket:
            socket.send("abc")
            print("threads:", socket.recv())
        server.shutdown()
        thread.join()


asyncio.run(main())
with_threads()

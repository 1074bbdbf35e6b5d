# The contexts of protocols, stream handlers and finalizers of asynchronous generators.
import asyncio, contextvars
v = contextvars.ContextVar("v", default="none")
class P(asyncio.Protocol):
    def __init__(self, n): self.n = n; self.lost = asyncio.get_running_loop().create_future()
    def connection_made(self, t): self.t = t; print(self.n, "made", v.get()); v.set(self.n + " made")
    def data_received(self, d): print(self.n, "data", v.get()); v.set(self.n + " " + d.decode())
    def eof_received(self): print(self.n, "eof", v.get()); v.set("eof")
    def connection_lost(self, e): print(self.n, "lost", v.get()); self.lost.set_result(None)
async def handler(r, w):
    print("handler", v.get()); v.set("in handler")
    await r.read(1); print("handler read", v.get())
    w.close(); await w.wait_closed()
async def main():
    loop = asyncio.get_running_loop()
    v.set("server")
    ps = []
    def make():
        print("factory", v.get()); v.set("factory"); ps.append(P("s%d" % len(ps))); return ps[-1]
    server = await loop.create_server(make, "127.0.0.1", 0)
    addr = server.sockets[0].getsockname()
    v.set("client")
    for i in range(2):
        t, p = await loop.create_connection(lambda: P("c%d" % i), *addr)
        t.write(b"one"); await asyncio.sleep(0.01); t.write(b"two"); await asyncio.sleep(0.01)
        v.set("closing"); t.close(); await p.lost; await ps[-1].lost
    print("main", v.get())
    v.set("streams")
    s2 = await asyncio.start_server(handler, "127.0.0.1", 0)
    v.set("other")
    for i in range(2):
        r, w = await asyncio.open_connection(*s2.sockets[0].getsockname())
        w.write(b"x"); await r.read(); w.close(); await w.wait_closed()
    async def gen():
        try: yield 1
        finally: print("gen final", v.get())
    g = gen(); await anext(g); v.set("dropping"); del g; await asyncio.sleep(0)
    server.close(); s2.close()
asyncio.run(main())

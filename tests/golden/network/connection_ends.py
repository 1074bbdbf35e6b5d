# Every way a connection can end: the exceptions of its streams, and the calls of its protocols.
import asyncio, socket, struct
def reset(w):
    s = w.get_extra_info("socket")
    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    w.transport.abort()

async def pair(unix=False):
    got = asyncio.get_running_loop().create_future()
    async def on(r, w): got.set_result((r, w)); await asyncio.sleep(3600)
    server = await asyncio.start_server(on, "127.0.0.1", 0)
    r, w = await asyncio.open_connection(*server.sockets[0].getsockname())
    sr, sw = await got
    return server, r, w, sr, sw

async def tell(name, aw):
    try:
        print(name, "->", repr(await aw)[:60])
    except BaseException as e:
        print(name, "!!", type(e).__name__, e, getattr(e, "errno", "-"))

async def writing():
    server, r, w, sr, sw = await pair()
    async def loop():
        while True:
            w.write(b"x" * 65536)
            await w.drain()
    t = asyncio.create_task(loop())
    await asyncio.sleep(0.1)
    reset(sw)
    await tell("drain", t)
    await tell("drain again", w.drain())
    print("exception", repr(r.exception()))
    await tell("read", r.read())
    await tell("readexactly", r.readexactly(4))
    await tell("readline", r.readline())
    await tell("readuntil", r.readuntil(b"x"))
    await tell("anext", anext(r))
    await tell("wait_closed", w.wait_closed())
    print("closing", w.is_closing(), r.at_eof())
    server.close()

async def idle():
    server, r, w, sr, sw = await pair()
    t = asyncio.create_task(r.read())
    await asyncio.sleep(0)
    reset(sw)
    await tell("idle read", t)
    await tell("idle drain", w.drain())
    w.write(b"abc")
    await tell("idle drain", w.drain())
    await tell("idle wait_closed", w.wait_closed())
    server.close()

async def paused():
    server, r, w, sr, sw = await pair()
    w.transport.pause_reading()
    reset(sw)
    await asyncio.sleep(0.05)
    print("paused exception", r.exception(), w.is_closing())
    w.transport.resume_reading()
    await tell("paused read", r.read())
    await tell("paused wait_closed", w.wait_closed())
    server.close()

async def write_after():
    server, r, w, sr, sw = await pair()
    w.close()
    w.write(b"x")
    await tell("closed drain", w.drain())
    await tell("closed wait", w.wait_closed())
    await tell("closed drain", w.drain())
    await tell("closed read", r.read())
    try:
        w.write_eof()
    except Exception as e: print("eof", repr(e))
    server.close()

async def half():
    server, r, w, sr, sw = await pair()
    w.write_eof()
    try: w.write(b"x")
    except Exception as e: print("half write", repr(e))
    await tell("half read", sr.read())
    sw.write(b"answer")
    sw.close()
    await tell("half answer", r.read())
    await tell("half wait", sw.wait_closed())
    w.close()
    await tell("half wait2", w.wait_closed())
    server.close()

async def aborted():
    server, r, w, sr, sw = await pair()
    w.write(b"x" * 10_000_000)
    t = asyncio.create_task(w.drain())
    await asyncio.sleep(0.01)
    w.transport.abort()
    await tell("abort drain", t)
    await tell("abort read", r.read())
    await tell("abort wait", w.wait_closed())
    await tell("abort drain2", w.drain())
    server.close()

async def eof_reset():
    server, r, w, sr, sw = await pair()
    sw.write_eof()
    await tell("eof read", r.read())
    w.write(b"x" * 10_000_000)
    t = asyncio.create_task(w.drain())
    await asyncio.sleep(0.01)
    reset(sw)
    await tell("eof drain", t)
    print("eof exc", repr(r.exception()))
    await tell("eof wait", w.wait_closed())
    server.close()

class P(asyncio.Protocol):
    def __init__(self, name, **k): self.name = name; self.done = asyncio.get_running_loop().create_future(); self.keep = k
    def connection_made(self, t): self.t = t; print(self.name, "made")
    def data_received(self, d):
        if "fail" in self.keep: raise self.keep["fail"]
        print(self.name, "data", len(d))
    def eof_received(self): print(self.name, "eof"); return self.keep.get("open")
    def pause_writing(self): print(self.name, "pause")
    def resume_writing(self): print(self.name, "resume")
    def connection_lost(self, e):
        print(self.name, "lost", repr(e)); self.done.set_result(e)

async def protos(kind, **k):
    loop = asyncio.get_running_loop()
    made = loop.create_future()
    class S(P):
        def connection_made(self, t): super().connection_made(t); made.set_result(self)
    server = await loop.create_server(lambda: S("server", **k), "127.0.0.1", 0)
    t, p = await loop.create_connection(lambda: P("client"), *server.sockets[0].getsockname())
    s = await made
    loop.set_exception_handler(lambda l, c: print("handler", c["message"], repr(c.get("exception"))))
    print("--", kind)
    if kind == "reset":
        t.write(b"x" * 10_000_000)
        await asyncio.sleep(0)
        s.t.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        s.t.pause_reading()
        s.t.abort()
        await s.done
    elif kind == "fail":
        t.write(b"x")
        await s.done
    elif kind == "eof":
        t.write_eof()
        if k.get("open"):
            await asyncio.sleep(0.01)
            s.t.write(b"more"); s.t.close()
        await s.done
        t.close()
    e = await p.done
    loop.set_exception_handler(None)
    server.close()

async def main():
    for f in (writing, idle, paused, write_after, half, aborted, eof_reset):
        print("--", f.__name__)
        await f()
    await protos("reset")
    await protos("fail", fail=ValueError("no"))
    await protos("fail", fail=OSError(5, "os"))
    await protos("eof")
    await protos("eof", open=True)


asyncio.run(main())

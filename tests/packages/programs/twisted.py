"""Deferreds, lines, HTTP, threads and coroutines on the reactor that uses asyncio's loop."""

import asyncio
from twisted.internet import asyncioreactor

loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
asyncioreactor.install(loop)
from twisted.internet import reactor, defer, task, protocol, endpoints, threads
from twisted.protocols import basic
from twisted.web import server, resource, client


class Echo(basic.LineReceiver):
    def lineReceived(self, line):
        self.sendLine(line[::-1])


class C(basic.LineReceiver):
    def __init__(self):
        self.d = defer.Deferred()

    def connectionMade(self):
        self.sendLine(b"hello")

    def lineReceived(self, l):
        self.d.callback(l)
        self.transport.loseConnection()


class R(resource.Resource):
    isLeaf = True

    def render_GET(self, request):
        if b"late" in request.args:
            reactor.callLater(0.01, lambda: (request.write(b"late"), request.finish()))
            return server.NOT_DONE_YET
        return b"got " + request.path

    def render_POST(self, request):
        return request.content.read().upper()


@defer.inlineCallbacks
def main():
    f = protocol.Factory.forProtocol(Echo)
    p = yield endpoints.TCP4ServerEndpoint(reactor, 0, interface="127.0.0.1").listen(f)
    c = yield endpoints.connectProtocol(
        endpoints.TCP4ClientEndpoint(reactor, "127.0.0.1", p.getHost().port), C()
    )
    print((yield c.d))
    yield p.stopListening()
    w = yield endpoints.TCP4ServerEndpoint(reactor, 0, interface="127.0.0.1").listen(server.Site(R()))
    port = w.getHost().port
    a = client.Agent(reactor)
    r = yield a.request(b"GET", b"http://127.0.0.1:%d/x" % port)
    print(r.code, (yield client.readBody(r)))
    r = yield a.request(b"GET", b"http://127.0.0.1:%d/x?late=1" % port)
    print((yield client.readBody(r)))
    from io import BytesIO

    r = yield a.request(
        b"POST", b"http://127.0.0.1:%d/" % port, bodyProducer=client.FileBodyProducer(BytesIO(b"body"))
    )
    print((yield client.readBody(r)))
    yield w.stopListening()
    print((yield threads.deferToThread(sum, range(10))))
    print((yield defer.gatherResults([task.deferLater(reactor, 0.01 * i, lambda i=i: i) for i in range(3)])))
    try:
        yield defer.fail(ValueError("x"))
    except ValueError as e:
        print(repr(e))
    n = []
    l = task.LoopingCall(lambda: n.append(1))
    l.start(0.005)
    yield task.deferLater(reactor, 0.03, lambda: None)
    l.stop()
    print(len(n) > 3)

    async def co():
        await asyncio.sleep(0.01)
        return "co"

    print((yield defer.Deferred.fromFuture(asyncio.ensure_future(co()))))
    print((yield defer.ensureDeferred(acoro())))
    d = defer.Deferred()
    d.addTimeout(0.01, reactor)
    try:
        yield d
    except Exception as e:
        print(type(e).__name__)


async def acoro():
    await task.deferLater(reactor, 0, lambda: 1)
    return "coro"


d = main()
d.addErrback(lambda f: f.printTraceback())
d.addBoth(lambda _: reactor.stop())
reactor.run()

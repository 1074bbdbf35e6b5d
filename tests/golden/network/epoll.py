import select
import selectors
import socket

a, b = socket.socketpair()
with select.epoll() as ep:
    ep.register(b, select.EPOLLIN | select.EPOLLOUT)
    print("ready", [f == b.fileno() for f, _ in ep.poll(0)], ep.poll(0)[0][1])
    ep.modify(b.fileno(), select.EPOLLIN)
    print("none", ep.poll(0.01))
    a.send(b"x")
    print("in", ep.poll()[0][1], ep.closed, ep.fileno() >= 0)
    try:
        ep.register(b)
    except OSError as err:
        print("again", type(err).__name__)
    ep.unregister(b)
    try:
        ep.unregister(b)
    except OSError as err:
        print("gone", type(err).__name__)
print("closed", ep.closed)
try:
    ep.poll()
except ValueError as err:
    print("error", err)
print("default", selectors.DefaultSelector.__name__)

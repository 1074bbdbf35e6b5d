# Waits of a program's only thread that nothing can end but time.
import select
import socket
import time

start = time.monotonic()


def passed():
    return round(time.monotonic() - start, 1)


one, other = socket.socketpair()
one.settimeout(2)
try:
    one.recv(10)
except TimeoutError as error:
    print("recv:", error, "after", passed())

print("select:", select.select([one], [], [], 2), "after", passed())
print("select without files:", select.select([], [], [], 0.5), "after", passed())

poll = select.poll()
poll.register(other, select.POLLIN)
print("poll:", poll.poll(1500), "after", passed())

server = socket.create_server(("127.0.0.1", 0))
server.settimeout(1)
try:
    server.accept()
except TimeoutError as error:
    print("accept:", error, "after", passed())

other.send(b"here")
print("recv of what is there:", one.recv(10), "after", passed())

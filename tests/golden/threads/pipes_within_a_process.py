# clock: real
"""Threads at both ends of a pipe or a connection: a write that is larger than its room lets the reader run."""
import os
import select
import signal
import socket
import threading

SIZE = 1 << 20


def reading(read, found):
    def run():
        total = 0
        while part := read(65536):
            total += len(part)
        found.append(total)

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def pipe(name, write):
    r, w = os.pipe()
    found = []
    thread = reading(lambda n: os.read(r, n), found)
    written = write(w)
    os.close(w)
    thread.join()
    os.close(r)
    print(name, written, found)


def buffered(w):
    with open(w, "wb", closefd=False) as file:
        return file.write(bytes(SIZE))


def unbuffered(w):
    with open(w, "wb", buffering=0, closefd=False) as file:
        return file.write(bytes(SIZE))


def text(w):
    with open(w, "w", closefd=False) as file:
        return file.write("x" * SIZE)


pipe("os.write", lambda w: os.write(w, bytes(SIZE)))
pipe("os.writev", lambda w: os.writev(w, [bytes(SIZE // 2)] * 2))
pipe("buffered", buffered)
pipe("unbuffered", unbuffered)
pipe("text", text)


def connection(name, send):
    one, other = socket.socketpair()
    found = []
    thread = reading(other.recv, found)
    sent = send(one)
    one.close()
    thread.join()
    other.close()
    print(name, sent, found)


def whole_file(one):
    with open("_whole_file", "w+b") as file:
        file.write(bytes(SIZE))
        file.flush()
        file.seek(0)
        return one.sendfile(file)


connection("os.write to a socket", lambda one: os.write(one.fileno(), bytes(SIZE)))
connection("sendfile", whole_file)
os.unlink("_whole_file")

# Handlers of signals run while a write waits.
r, w = os.pipe()


def drain(*args):
    found.append(len(os.read(r, 1 << 20)))


def fail(*args):
    1 / 0


found = []
signal.signal(signal.SIGALRM, drain)
file = open(w, "wb", closefd=False)
signal.setitimer(signal.ITIMER_REAL, 0.05, 0.05)
print("a handler reads:", file.write(bytes(200_000)))
file.flush()
signal.setitimer(signal.ITIMER_REAL, 0)
while r in select.select([r], [], [], 0)[0]:
    drain()
print("all came:", sum(found) == 200_000)
signal.signal(signal.SIGALRM, fail)
for name in ["first", "again"]:
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    try:
        file.write(bytes(1 << 20))
    except ZeroDivisionError as error:
        print("a handler raises:", name, error)
os.set_blocking(r, False)
os.set_blocking(w, False)
for name in ["one", "two"]:
    try:
        file.write(bytes(1 << 20))
        file.flush()
    except BlockingIOError as error:
        print("a pipe that does not wait:", name, error.errno, error.strerror)
os.close(r)
os.close(w)
try:
    file.close()
except OSError:
    print("closed")
r, w = os.pipe()
os.set_blocking(w, False)
with open(w, "wb", buffering=0) as file:
    print("raw:", file.write(bytes(1 << 20)), file.write(b"x"))
os.close(r)

"""Calls of a blocking socket that do not wait, what its methods refuse, and sockets that are not closed."""
import _socket
import gc
import socket
import warnings


def attempt(text):
    try:
        print(text, "=", eval(text))
    except Exception as error:
        print(text, type(error).__name__, error)


a, b = socket.socketpair()
attempt("b.recv(1, socket.MSG_DONTWAIT)")
attempt("b.recvmsg(1, 0, socket.MSG_DONTWAIT)")
for send in (lambda: a.sendmsg([b"x" * 1000], [], socket.MSG_DONTWAIT), lambda: a.send(b"x", socket.MSG_DONTWAIT)):
    sent = 0
    try:
        while True:
            sent += send()
    except BlockingIOError as error:
        print("full", error)
for text in """
    a.sendto() a.sendto(b"x") a.sendto(1,2,3,4) a.recvfrom_into(bytearray(2),5) a.recv_into(bytearray(2),5)
    a.recv_into(bytearray(2),-5) a.recvfrom_into(bytearray(2),-5) a.recv_into(b"x") a.recv(-1)
""".split():
    attempt(text)
a.close()
b.close()
plain = _socket.socket()
print(repr(plain).replace(str(plain.fileno()), "N"))
plain.close()
print(plain)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    left = socket.socket()
    shown = repr(left)
    del left
    plain = _socket.socket()
    del plain
    gc.collect()
    print([warning.category.__name__ for warning in caught], str(caught[0].message) == f"unclosed {shown}")

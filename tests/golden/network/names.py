"""Addresses and names: what the resolver says about numeric hosts, and what it refuses."""

import socket
from socket import AF_INET, AF_INET6


def show(function, *arguments, **keywords):
    shown = [repr(a) for a in arguments] + [f"{k}={v!r}" for k, v in keywords.items()]
    try:
        result = getattr(socket, function)(*arguments, **keywords)
    except Exception as error:
        result = f"{type(error).__name__}: {error}"
    print(f"{function}({', '.join(shown)}):", result)


STREAM = {"type": socket.SOCK_STREAM}
for host, port in [
    ("127.0.0.1", 80),
    ("::1", 80),
    ("127.1", 80),
    ("0x7f.1", 80),
    ("fe80::1%1", 80),
    (b"127.0.0.1", b"80"),
    ("127.0.0.1", " 80"),
    ("127.0.0.1", None),
    ("127.0.0.1", 70000),
    ("127.0.0.1", -1),
    ("127.0.0.1", 2**70),
    ("127.0.0.1", 1.5),
    ("127.0.0.1", "0x50"),
    ("", "80"),
    (None, None),
    (5, 80),
    (bytearray(b"127.0.0.1"), 80),
    ("a" * 64, 80),
    ("a..b", 80),
]:
    show("getaddrinfo", host, port, **STREAM)
show("getaddrinfo", "127.0.0.1", 80)
show("getaddrinfo", "127.0.0.1", 80, AF_INET6)
show("getaddrinfo", "::1", 80, AF_INET)
show("getaddrinfo", "127.0.0.1", 80, 99)
show("getaddrinfo", "127.0.0.1", 80, 0, 99)
show("getaddrinfo", "127.0.0.1", 80, proto=17)
show("getaddrinfo", "127.0.0.1", 80, type=socket.SOCK_STREAM, proto=17)
show("getaddrinfo", "127.0.0.1", 80, type=socket.SOCK_RAW)
show("getaddrinfo", "127.0.0.1", 80, flags=socket.AI_CANONNAME, **STREAM)
show("getaddrinfo", "name.invalid", 80, flags=socket.AI_NUMERICHOST)
show("getaddrinfo", "127.0.0.1", "name", flags=socket.AI_NUMERICSERV)
show("getaddrinfo", "127.0.0.1", 80, flags=1 << 20)

for host in ["", "<broadcast>", "127.1", "::1", b"10.0.0.1", bytearray(b"10.0.0.1"), 5]:
    show("gethostbyname", host)
show("gethostbyname_ex", "127.0.0.1")

NUMERIC = socket.NI_NUMERICHOST | socket.NI_NUMERICSERV
show("getnameinfo", ("127.0.0.1", 80), NUMERIC)
show("getnameinfo", ("::1", 80), NUMERIC)
show("getnameinfo", ("::1", 80, 5, 0), NUMERIC)
show("getnameinfo", ("name.invalid", 80), NUMERIC)
show("getnameinfo", ("127.0.0.1", 80, 0, 0), NUMERIC)
show("getnameinfo", ("::1", 80, 1 << 20, 0), NUMERIC)
show("getnameinfo", (1, 2), NUMERIC)
show("getnameinfo", ("127.0.0.1",), NUMERIC)
show("getnameinfo", "127.0.0.1", NUMERIC)

for family, text in [
    (AF_INET, "1.2.3.4"),
    (AF_INET, "127.1"),
    (AF_INET6, "::ffff:1.2.3.4"),
    (AF_INET6, "x"),
    (99, "x"),
]:
    show("inet_pton", family, text)
for family, packed in [
    (AF_INET, b"1234"),
    (AF_INET, b"123"),
    (AF_INET6, bytes(16)),
    (AF_INET6, bytes(15) + b"\1"),
    (AF_INET6, bytes(12) + b"\1\2\3\4"),
    (AF_INET6, bytes(10) + b"\xff\xff\1\2\3\4"),
    (AF_INET6, bytes(2) + b"\1" + bytes(13)),
    (AF_INET, "1234"),
    (99, b""),
]:
    show("inet_ntop", family, packed)
for text in [
    "1.2.3.4", "127.1", "1", "0x7f.1", "010.1", "1.2.65535", "1.2.65536", "4294967295", "4294967296",
    "1.2.3.4 x", "1.2.3.4x", "", " 1", "+1", "1..2", "300.1.1.1", "1.2.3.4.5", "0x", "08",
]:
    show("inet_aton", text)
for packed in [b"1234", bytearray(4), b"123", "1234"]:
    show("inet_ntoa", packed)

for function in ["htons", "ntohs", "htonl", "ntohl"]:
    for number in [1, 65536, -1, 2**32, 2**40, 1.5]:
        show(function, number)


with socket.socket(AF_INET6, socket.SOCK_DGRAM) as sock:
    for address in [("::1", 0, 1 << 20, 0), ("::1",), ("127.0.0.1", 0), ("::1", 70000)]:
        try:
            sock.bind(address)
        except Exception as error:
            print(f"bind({address!r}):", type(error).__name__, error)

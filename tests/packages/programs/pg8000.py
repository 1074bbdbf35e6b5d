"""A query to a server in the same program that speaks PostgreSQL's protocol, and one that is refused."""
import socket
import struct
import threading
import pg8000.dbapi
import pg8000.native


def message(kind, *parts):
    body = b"".join(parts)
    return kind + struct.pack("!i", len(body) + 4) + body


def serve(listener):
    connection, _ = listener.accept()
    file = connection.makefile("rb")
    body = file.read(struct.unpack("!i", file.read(4))[0] - 4)
    if struct.unpack("!i", body[:4])[0] == 80877103:
        # A request for TLS.
        connection.sendall(b"N")
        body = file.read(struct.unpack("!i", file.read(4))[0] - 4)
    print("startup:", sorted(filter(None, body[4:].split(b"\0"))))
    ready = message(b"Z", b"I")
    connection.sendall(message(b"R", struct.pack("!i", 0)) + message(b"S", b"server_version\00016.0\0") + ready)
    while kind := file.read(1):
        body = file.read(struct.unpack("!i", file.read(4))[0] - 4)
        if kind == b"Q":
            print("query:", body)
            column = b"n\0" + struct.pack("!ihihih", 0, 0, 23, 4, -1, 0)
            rows = [message(b"D", struct.pack("!hi", 1, len(n)), n) for n in (b"1", b"22")]
            connection.sendall(message(b"T", struct.pack("!h", 1), column) + b"".join(rows) + message(b"C", b"SELECT 2\0") + ready)
        elif kind == b"X":
            break
    connection.close()


listener = socket.create_server(("127.0.0.1", 0))
thread = threading.Thread(target=serve, args=(listener,))
thread.start()
with pg8000.native.Connection("me", host="127.0.0.1", port=listener.getsockname()[1], database="d") as connection:
    print("rows:", connection.run("select n from t"), [c["name"] for c in connection.columns])
thread.join()
try:
    pg8000.dbapi.connect("me", host="127.0.0.1", port=1)
except pg8000.dbapi.InterfaceError as error:
    print("refused:", str(error)[:30])
print("literal:", pg8000.native.literal("a'b"), pg8000.native.identifier("a b"))

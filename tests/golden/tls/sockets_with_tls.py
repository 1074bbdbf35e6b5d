# Blocking sockets with TLS, and what stands on them: http.client, urllib, smtplib.
# clock: real
import http.client
import http.server
import socket
import ssl
import threading
import urllib.request

from _pairs import client, server, text


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, body):
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.answer(b"z" * 300_000 if self.path == "/big" else b"hi " + self.path.encode())

    def do_POST(self):
        self.answer(str(len(self.rfile.read(int(self.headers["Content-Length"])))).encode())

    def log_message(self, *words):
        pass


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request, address):
        pass


listener = Server(("127.0.0.1", 0), Handler)
listener.socket = server().wrap_socket(listener.socket, server_side=True)
address = listener.server_address
threading.Thread(target=listener.serve_forever, daemon=True).start()
context = client()

connection = http.client.HTTPSConnection("localhost", address[1], context=context)
for path in ("/a", "/big", "/b"):
    connection.request("GET", path)
    response = connection.getresponse()
    print(response.status, len(response.read()))
print(connection.sock.version(), type(connection.sock).__name__)
connection.close()
url = f"https://localhost:{address[1]}/"
print(urllib.request.urlopen(url, context=context).read())
print(urllib.request.urlopen(urllib.request.Request(url, data=b"q" * 2_000_000), context=context).read())
try:
    urllib.request.urlopen(url, context=client("alone"))
except OSError as error:
    print(text(error))

plain = socket.create_connection(address)
secure = context.wrap_socket(plain, server_hostname="localhost")
print(secure.version(), plain.fileno(), secure.server_side, secure.server_hostname, secure.pending())
for timeout in (0.05, 0):
    secure.settimeout(timeout)
    try:
        secure.recv(10)
    except OSError as error:
        print(text(error), error.errno)
for act in (lambda: secure.recv(1, 2), lambda: secure.sendto(b"", ("x", 1)), lambda: secure.dup(), lambda: secure.recvmsg(1)):
    try:
        act()
    except (ValueError, NotImplementedError) as error:
        print(type(error).__name__)
secure.settimeout(5)
secure.sendall(b"GET /x HTTP/1.0\r\n\r\n")
data = b""
while part := secure.recv(1000):
    data += part
print(data[-5:])
secure.close()

silent = socket.create_server(("127.0.0.1", 0))
waiting = socket.create_connection(silent.getsockname())
waiting.settimeout(0.05)
try:
    context.wrap_socket(waiting, server_hostname="localhost")
except TimeoutError as error:
    print(str(error).partition(" ")[2])
try:
    context.wrap_socket(socket.socket(), server_hostname=None)
except ValueError as error:
    print(error)


def talk(ours, theirs):
    one, other = socket.socketpair()
    said = []

    def serve():
        try:
            with theirs.wrap_socket(other, server_side=True) as side:
                said.append(side.getpeercert() and side.getpeercert()["subject"][-1])
                side.sendall(b"ok " + side.recv(100))
                side.unwrap().close()
        except OSError as error:
            said.append(text(error))

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        with ours.wrap_socket(one, server_hostname="localhost") as side:
            side.sendall(b"hello")
            said.append(side.recv(100))
            said.append(type(side.unwrap()).__name__)
    except OSError as error:
        said.append(text(error))
    thread.join()
    print(*sorted(map(str, said)))


talk(context, server())
strict = server(verify_mode=ssl.CERT_REQUIRED)
strict.load_verify_locations("../../certificates/ca.pem")
ours = client()
ours.load_cert_chain("../../certificates/client.pem", "../../certificates/client.key")
talk(ours, strict)

first = context.wrap_socket(socket.create_connection(address), server_hostname="localhost")
first.sendall(b"GET /x HTTP/1.1\r\nHost: x\r\n\r\n")
first.recv(1000)
second = context.wrap_socket(socket.create_connection(address), server_hostname="localhost", session=first.session)
print(first.session.has_ticket, first.session_reused, second.session_reused, second.getpeercert()["version"])
first.close()
second.close()
print(ssl.get_server_certificate(address).splitlines()[0])

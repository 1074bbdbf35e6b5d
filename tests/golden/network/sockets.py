# clock: real
import asyncio, socket
async def main():
    loop = asyncio.get_running_loop()
    a, b = socket.socketpair()
    a.setblocking(False); b.setblocking(False)
    got = asyncio.Event()
    def on_read():
        print("readable", b.recv(100)); loop.remove_reader(b); got.set()
    loop.add_reader(b, on_read)
    a.send(b"ping"); await got.wait()
    await loop.sock_sendall(a, b"hello"); print(await loop.sock_recv(b, 100))
    r, w = await asyncio.open_connection(sock=a)
    w.write(b"via stream\n"); print(await loop.sock_recv(b, 100)); await loop.sock_sendall(b, b"back\n"); print(await r.readline())
    w.close(); b.close()
    srv = socket.socket(socket.AF_INET, socket.SOCK_STREAM); srv.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    srv.bind(("127.0.0.1", 0)); srv.listen(); srv.setblocking(False)
    async def serve():
        conn, addr = await loop.sock_accept(srv)
        with conn:
            while data := await loop.sock_recv(conn, 1024): await loop.sock_sendall(conn, data.upper())
    t = asyncio.create_task(serve())
    c = socket.socket(); c.setblocking(False)
    await loop.sock_connect(c, srv.getsockname()); await loop.sock_sendall(c, b"abc"); print(await loop.sock_recv(c, 10)); c.close(); await t; srv.close()
    class Echo(asyncio.DatagramProtocol):
        def connection_made(self, transport): self.transport = transport
        def datagram_received(self, data, addr): print("server got", data); self.transport.sendto(b"re:" + data, addr)
    class Client(asyncio.DatagramProtocol):
        def __init__(self, done): self.done = done
        def connection_made(self, tr): tr.sendto(b"hi")
        def datagram_received(self, data, addr): self.done.set_result(data)
        def connection_lost(self, exc): print("lost", exc)
    st, _ = await loop.create_datagram_endpoint(Echo, local_addr=("127.0.0.1", 0))
    f = loop.create_future()
    ct, _ = await loop.create_datagram_endpoint(lambda: Client(f), remote_addr=st.get_extra_info("sockname"))
    print(await f); ct.close(); st.close(); await asyncio.sleep(0)
    print((await loop.getaddrinfo("127.0.0.1", 80, type=socket.SOCK_STREAM))[0][4])
asyncio.run(main())
s = socket.create_server(("127.0.0.1", 0)); port = s.getsockname()[1]
import threading
def serve():
    conn, addr = s.accept()
    with conn: conn.sendall(b"got " + conn.recv(100))
t = threading.Thread(target=serve); t.start()
with socket.create_connection(("127.0.0.1", port), timeout=2) as c:
    c.sendall(b"x"); print(c.recv(100))
t.join(); s.close()
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); u.bind(("127.0.0.1", 0)); u.sendto(b"self", u.getsockname()); print(u.recvfrom(10)[0]); u.settimeout(0.01)
try: u.recv(1)
except socket.timeout as e: print(repr(e))
print(socket.gethostbyname("127.0.0.1"), socket.inet_aton("1.2.3.4"), socket.htons(1), socket.AF_INET)

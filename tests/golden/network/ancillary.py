import os
import socket

a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
r, w = os.pipe()
socket.send_fds(a, [b"hello"], [r, w])
data, fds, flags, addr = socket.recv_fds(b, 100, 5)
print("fds", data, len(fds), flags, addr)
os.write(fds[1], b"through")
print("pipe", os.read(r, 100))
print("sendmsg", a.sendmsg([b"ab", bytearray(b"cd"), memoryview(b"ef")]))
print("recvmsg", b.recvmsg(100)[:3])
a.sendmsg([b"0123456789"])
x, y = bytearray(4), bytearray(10)
print("into", b.recvmsg_into([x, memoryview(y)[2:]])[:3], x, y)
print("len", socket.CMSG_LEN(0), socket.CMSG_LEN(4), socket.CMSG_SPACE(4), socket.CMSG_SPACE(0))
a.send(b"peek")
print("peek", b.recv(10, socket.MSG_PEEK), b.recv(10))
for bad in (lambda: a.sendmsg([b"x"], [(1, 2)]), lambda: b.recvmsg(-1), lambda: b.recvmsg(1, -1), lambda: a.sendmsg([1]), lambda: socket.CMSG_LEN(-1)):
    try:
        bad()
    except Exception as e:
        print("error", type(e).__name__)
d, e = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
d.send(b"longer")
print("trunc", [x for x in e.recvmsg(3)[:2]], )

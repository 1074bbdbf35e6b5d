# Objects that export their memory by __buffer__, given to functions that read and write bytes.
import binascii
import fcntl
import hashlib
import io
import os
import socket
import struct
import tempfile
import termios
import zlib


class Memory:
    def __init__(self, data, readonly=False):
        self.data, self.readonly = bytearray(data), readonly

    def __buffer__(self, flags):
        view = memoryview(self.data)
        return view.toreadonly() if self.readonly else view


def attempt(name, function):
    try:
        print(name, function())
    except Exception as error:
        print(name, type(error).__name__, error)


room = Memory(bytes(8))
attempt("BytesIO.readinto", lambda: (io.BytesIO(b"abcdef").readinto(room), room.data))
attempt("BytesIO.write", lambda: io.BytesIO().write(room))
ours, theirs = socket.socketpair()
theirs.send(b"12345")
attempt("recv_into", lambda: (ours.recv_into(room), room.data))
attempt("send", lambda: (ours.send(room), theirs.recv(20)))
attempt("sendall", lambda: (ours.sendall(room), theirs.recv(20)))
theirs.send(b"xyz")
attempt("recvmsg_into", lambda: (ours.recvmsg_into([room])[0], room.data))
attempt("pack_into", lambda: (struct.pack_into("<I", room, 0, 65), room.data))
attempt("unpack_from", lambda: struct.unpack_from("<I", room))
reader, writer = os.pipe()
attempt("os.write", lambda: os.write(writer, room))
attempt("readv", lambda: (os.readv(reader, [room]), room.data))
attempt("writev", lambda: os.writev(writer, [room, room]))
count = Memory(bytes(4))
attempt("ioctl", lambda: (fcntl.ioctl(reader, termios.FIONREAD, count), int.from_bytes(count.data, "little")))
attempt("sha1", lambda: hashlib.sha1(room).hexdigest())
attempt("crc32", lambda: (zlib.crc32(room), binascii.crc32(room)))
attempt("hexlify", lambda: binascii.hexlify(room))
with tempfile.TemporaryFile(buffering=0) as file:
    attempt("FileIO.write", lambda: file.write(room))
    file.seek(0)
    attempt("FileIO.readinto", lambda: (file.readinto(room), room.data))
with tempfile.TemporaryFile() as file:
    attempt("write", lambda: file.write(room))
    file.seek(0)
    attempt("readinto", lambda: (file.readinto(room), room.data))
fixed = Memory(b"fixed", readonly=True)
attempt("read-only pack_into", lambda: struct.pack_into("<I", fixed, 0, 65))
attempt("nothing", lambda: ours.send(object()))

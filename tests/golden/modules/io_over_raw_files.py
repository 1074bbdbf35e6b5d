"""Buffered files over raw files of the program: partial writes, positions, errors, closing."""

import copy
import gc
import io
import pickle


class Raw(io.RawIOBase):
    """A raw file in memory that takes and gives a few bytes at a time."""

    def __init__(self, data=b"", most=4, name=None, log=None):
        self.data, self.at, self.most, self.log = bytearray(data), 0, most, log
        if name is not None:
            self.name = name

    def readable(self):
        return True

    def writable(self):
        return True

    def seekable(self):
        return True

    def readinto(self, buffer):
        part = self.data[self.at:self.at + min(self.most, len(buffer))]
        buffer[:len(part)] = part
        self.at += len(part)
        return len(part)

    def write(self, data):
        part = bytes(data)[:self.most]
        self.data[self.at:self.at + len(part)] = part
        self.at += len(part)
        return len(part)

    def seek(self, offset, whence=0):
        self.at = offset + (0, self.at, len(self.data))[whence]
        return self.at

    def close(self):
        if self.log is not None and not self.closed:
            self.log.append("raw closed")
        super().close()


def show(label, function):
    try:
        print(label, "->", function())
    except Exception as error:
        print(label, "!!", type(error).__name__, error)


raw = Raw()
writer = io.BufferedWriter(raw)
show("write", lambda: writer.write(b"0123456789" * 3))
show("flush", lambda: (writer.flush(), bytes(raw.data)))

raw = Raw(b"abcdefghijklmnop")
both = io.BufferedRandom(raw)
show("read", lambda: both.read(2))
show("tell", lambda: both.tell())
show("write after read", lambda: both.write(b"12"))
show("read after write", lambda: both.read(2))
show("tell again", lambda: both.tell())
show("seek", lambda: (both.seek(1), both.read(4)))
show("content", lambda: bytes(raw.data))
for offset in range(0, 12, 3):
    raw = Raw(b"abcdefghijklmnop")
    both = io.BufferedRandom(raw)
    show(f"mixed {offset}", lambda: (both.seek(offset), both.write(b"X"), both.read(1), both.write(b"Y"), both.flush(),
                                     both.tell(), bytes(raw.data)))
both = io.BufferedRandom(io.BytesIO(b"one\ntwo\nthree\n"))
show("lines and writes", lambda: (both.readline(), both.write(b"TWO"), both.readline(), both.readline(), both.flush(),
                                  both.raw.getvalue()))


class Blocks(Raw):
    def write(self, data):
        return None if self.at >= 4 else super().write(data)

    def read(self, size=-1):
        return None


writer = io.BufferedWriter(Blocks())
writer.write(b"123456")
try:
    writer.flush()
except BlockingIOError as error:
    print("blocked", error.characters_written, error.strerror)
writer.close = lambda: None
show("blocked reader", lambda: io.BufferedReader(Blocks()).read())


class Lies(Raw):
    def write(self, data):
        return len(data) + 1

    def seek(self, offset, whence=0):
        return -5

    def tell(self):
        return -5


writer = io.BufferedWriter(Lies())
writer.write(b"abc")
show("too much", lambda: writer.flush())
show("bad seek", lambda: io.BufferedReader(Lies()).seek(0))
show("bad tell", lambda: io.BufferedReader(Lies()).tell())
writer.close = lambda: None


class Only(io.RawIOBase):
    def __init__(self, *able):
        self.able = able

    def readable(self):
        return "read" in self.able

    def writable(self):
        return "write" in self.able

    def seekable(self):
        return "seek" in self.able

    def seek(self, offset, whence=0):
        return 0


for kind in (io.BufferedReader, io.BufferedWriter, io.BufferedRandom):
    for able in ((), ("read",), ("write",), ("read", "write"), ("read", "write", "seek")):
        show(f"{kind.__name__} {able}", lambda: type(kind(Only(*able))).__name__)
    show(f"{kind.__name__} size", lambda: kind(Raw(), 0))
reader = io.BufferedReader(Raw(b"abcdef", name="some name"))
show("repr", lambda: repr(reader))
show("name", lambda: reader.name)
show("repr without name", lambda: repr(io.BufferedReader(Raw())))
show("no name", lambda: io.BufferedReader(Raw()).name)
show("whence", lambda: reader.seek(0, 9))
show("read -2", lambda: reader.read(-2))
room = bytearray(4)
show("readinto1", lambda: (reader.readinto1(room), bytes(room)))
show("fileno", lambda: reader.fileno())
show("raw", lambda: type(reader.raw).__name__)
detached = reader.detach()
show("detached", lambda: type(detached).__name__)
show("detach again", lambda: reader.detach())
show("read detached", lambda: reader.read())
show("new", lambda: io.BufferedReader.__new__(io.BufferedReader).read())

log = []
raw = Raw(log=log)
writer = io.BufferedWriter(raw)
writer.write(b"kept")
del writer
gc.collect()
print("dropped", bytes(raw.data), raw.closed, log)


class Closes(io.RawIOBase):
    def close(self):
        log.append("closed")
        super().close()

    def flush(self):
        log.append("flushed")
        super().flush()

    def __del__(self):
        log.append("deleted")
        super().__del__()


log.clear()
Closes()
gc.collect()
print("order", log)


class Fails(Raw):
    def close(self):
        super().close()
        raise OSError("close failed")


writer = io.BufferedWriter(Fails())
writer.flush = lambda: 1 / 0
show("both fail", lambda: writer.close())
print("closed", writer.closed)


class Reader(io.BufferedIOBase):
    def __init__(self, text):
        self.text = text

    def read(self, size):
        return self.text[:size]

    def read1(self, size):
        return self.text[:1]


show("mixin readinto", lambda: (Reader(b"abc").readinto(room), bytes(room)))
show("mixin readinto1", lambda: (Reader(b"xyz").readinto1(room), bytes(room)))


class Named(io.BytesIO):
    pass


for file in (io.BytesIO(b"abc"), io.StringIO("a\r\nb", newline=None), Named(b"xyz")):
    file.read(1)
    file.mark = 5 if isinstance(file, Named) else None
    copied = [copy.copy(file), pickle.loads(pickle.dumps(file))]
    print("copied", [(type(c).__name__, c.tell(), c.getvalue(), c.mark) for c in copied])
show("state", lambda: io.BytesIO(b"ab").__getstate__())
show("text state", lambda: io.StringIO("ab").__getstate__())
for state in ((), (b"a", -1, None), (b"a", "x", None), (b"a", 0, 5), ("a", 0, None)):
    show(f"set state {state}", lambda: io.BytesIO().__setstate__(state))

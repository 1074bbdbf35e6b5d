"""Classes of file objects that programs derive from, initialise again, or make without initialising."""

import io
import os
import tempfile


def show(label, function, *args, **kwargs):
    try:
        print(label, "=", function(*args, **kwargs))
    except Exception as error:
        print(label, "!", type(error).__name__, error)


class Own(io.TextIOWrapper):
    """Takes other arguments than its base."""

    def __init__(self, label):
        self.label = label
        super().__init__(io.BytesIO(), encoding="utf-8", write_through=True)


own = Own("mine")
own.write("caf\xe9\n")
print("own", own.label, own.buffer.getvalue(), own.encoding, own.write_through)
show("uninitialised", io.TextIOWrapper.__new__(io.TextIOWrapper).read)
raw = own.detach()
print("detached", raw.getvalue())
show("after detach", own.read)
show("write after detach", own.write, "x")
own.__init__("again")
show("initialised again", own.write, "x")

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "f")

    class Counted(io.FileIO):
        def __init__(self, name, *, extra):
            super().__init__(name, "w+")
            self.extra = extra

    with Counted(path, extra=3) as file:
        print("counted", file.write(b"abc"), file.extra, file.mode, file.closefd, file.seek(0), file.read())
    print("closed", repr(file).endswith("[closed]>"))
    first = io.FileIO(path)
    first.__init__(path, "r+")
    print("again", first.mode)
    first.close()
    descriptor = os.open(path, os.O_RDONLY)
    kept = io.FileIO(descriptor, "r", closefd=False)
    print("kept", kept.closefd, kept.read())
    kept.close()
    os.close(descriptor)
    print("opener", io.FileIO("name", "r", opener=lambda name, flags: os.open(path, flags)).read())
    for args in (("", "z"), (path, "rw"), (path, "r++"), (-1,), (path, "r", False), (3.5,), (path, 5)):
        show(f"FileIO({', '.join(repr(a).replace(path, 'path') for a in args)})", io.FileIO, *args)
    show("opener's number", io.FileIO, "x", opener=lambda name, flags: -2)


import io


class OnlyReads(io.BufferedIOBase):
    """A buffered stream that a program writes, with `read` alone."""

    def __init__(self, data):
        self.data = data

    def readable(self):
        return True

    def read(self, size=-1):
        part, self.data = (self.data, b"") if size < 0 else (self.data[:size], self.data[size:])
        return part


room = bytearray(4)
print("readinto by read", OnlyReads(b"abcdef").readinto(room), room)
print("buffered over a stream that only reads", io.BufferedReader(OnlyReads(b"abcdef")).read(4), io.BufferedReader(OnlyReads(b"a\nb")).readlines())


class TooMuch(io.RawIOBase):
    def readable(self):
        return True

    def readinto(self, buffer):
        return len(buffer) + 1


try:
    io.BufferedReader(TooMuch()).read(1)
except OSError as error:
    print("wrong length", error)

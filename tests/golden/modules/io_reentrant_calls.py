"""A raw file whose methods call the buffered file that calls them."""
import io


class Raw(io.RawIOBase):
    """Calls each of `calls` from inside its first methods."""

    def __init__(self, calls):
        self.calls, self.left = calls, 2

    def readable(self):
        return True

    writable = seekable = readable

    def again(self, method):
        if self.left and self.calls:
            self.left -= 1
            for name, call in self.calls.items():
                try:
                    print(method, name, call())
                except Exception as error:
                    print(method, name, type(error).__name__, error)

    def readinto(self, room):
        self.again("readinto")
        room[:1] = b"x"
        return 1

    def write(self, data):
        self.again("write")
        return len(data)

    def seek(self, offset, whence=0):
        return 0

    def truncate(self, size=None):
        return 0


calls = {}
reader = io.BufferedReader(Raw(calls))
calls |= {"read": lambda: reader.read(1), "peek": reader.peek, "close": reader.close, "readline": reader.readline}
print(reader.read(3))

calls = {}
writer = io.BufferedWriter(Raw(calls), 4)
calls |= {"write": lambda: writer.write(b"yy"), "flush": writer.flush, "close": writer.close, "detach": writer.detach}
print(writer.write(b"x" * 10), writer.flush())

calls = {}
both = io.BufferedRandom(Raw(calls))
calls |= {"read": lambda: both.read(1), "write": lambda: both.write(b"z"), "flush": both.flush}
print(both.read(2), both.write(b"ab"), both.flush())

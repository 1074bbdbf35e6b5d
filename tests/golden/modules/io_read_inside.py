"""Reads of a file during which its object, or another thread, reads the same file."""
import io
import os
import threading


class Source:
    """Neither raw nor buffered: a file object over it reads by `read1`."""

    closed = False

    def __init__(self, parts, at):
        self.parts, self.at = list(parts), at

    def readable(self):
        return True

    def writable(self):
        return False

    seekable = writable

    def flush(self):
        pass

    def close(self):
        pass

    def read1(self, size=-1):
        part = self.parts.pop(0) if self.parts else b""
        if len(self.parts) == self.at:
            self.at = None
            pieces.append(file.read(8))
        return part

    read = read1


pieces = []
file = io.TextIOWrapper(Source([b"abcdefghijkl", b"m", b"n", b"o\npq\n", b"r\n"], 2))
pieces += [file.readline(), file.readline(), file.read()]
print("each character once", "".join(sorted("".join(pieces))).split())

inlet, outlet = os.pipe()
lines, seen = open(inlet, "rb"), []


def read():
    while line := lines.readline():
        seen.append(line)


threads = [threading.Thread(target=read) for _ in range(3)]
for thread in threads:
    thread.start()
wanted = [b"%d" % number * (number % 7 + 1) + b"\n" for number in range(300)]
for line in wanted:
    for at in range(0, len(line), 3):
        os.write(outlet, line[at : at + 3])
os.close(outlet)
for thread in threads:
    thread.join()
lines.close()
print("bytes of all lines", sum(map(len, seen)), "of", sum(map(len, wanted)))

with open(__file__, "rb") as reader:
    reader.read(10)
    os.lseek(reader.fileno(), 5, os.SEEK_SET)
    print("after the descriptor went back", reader.tell())
    os.lseek(reader.fileno(), 0, os.SEEK_END)

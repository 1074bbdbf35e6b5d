"""A buffered reader seeks within the bytes that it has read without its raw file."""

import gzip
import io
import os
import tarfile


class Raw(io.RawIOBase):
    """Counts how often it is asked to read and seek."""

    def __init__(self, data):
        self.data, self.at, self.seeks, self.reads = data, 0, [], 0

    def readable(self):
        return True

    def seekable(self):
        return True

    def readinto(self, buffer):
        self.reads += 1
        part = self.data[self.at : self.at + len(buffer)]
        buffer[: len(part)] = part
        self.at += len(part)
        return len(part)

    def seek(self, offset, whence=0):
        self.seeks.append((offset, whence))
        self.at = (0, self.at, len(self.data))[whence] + offset
        return self.at

    def tell(self):
        return self.at


raw = Raw(bytes(range(256)) * 256)
reader = io.BufferedReader(raw)
print("first", reader.read(10), reader.tell())
for offset, whence in [(50, 0), (5, 1), (-20, 1), (0, 0), (8191, 0), (20000, 0), (25000, 0), (20001, 0)]:
    place = reader.seek(offset, whence)
    print(offset, whence, "at", place, reader.tell(), "raw", raw.seeks, end=" ")
    print(reader.read(1))
    raw.seeks.clear()
for offset in (99, 90, 15000, 14000, 3, 65535):
    print(offset, "again", reader.seek(offset), reader.read(2))
raw.seeks.clear()
print("from the end", reader.seek(-3, 2), raw.seeks, reader.read())
raw.seeks.clear()
for wrong in [(-5, 0), (-10000, 1)]:
    try:
        print("below", reader.seek(*wrong), raw.seeks)
    except (OSError, ValueError) as error:
        print("below", type(error).__name__, error)

both = io.BufferedRandom(io.FileIO("seek_within_buffer.tmp", "w+"), 64)
both.write(b"0123456789" * 10)
both.seek(0)
print("both", both.read(5), both.seek(2), both.write(b"XY"), both.read(3), both.seek(0), both.read(12))
both.close()

packed = io.BytesIO()
with tarfile.open(fileobj=packed, mode="w:gz") as archive:
    for number in range(20):
        member = tarfile.TarInfo(f"file{number}")
        member.size = 5000
        archive.addfile(member, io.BytesIO(bytes([number]) * 5000))
rewinds = 0
reader_class = gzip._GzipReader
original = reader_class._rewind


def counted(self):
    global rewinds
    rewinds += 1
    original(self)


reader_class._rewind = counted
packed.seek(0)
with tarfile.open(fileobj=packed) as archive:
    sizes = {member.size for member in archive.getmembers()}
print("archive", sizes, "rewinds", rewinds)

os.remove("seek_within_buffer.tmp")

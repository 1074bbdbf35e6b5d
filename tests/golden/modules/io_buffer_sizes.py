"""The sizes in which buffered files read and write."""
import io, os, tempfile
class Raw(io.RawIOBase):
    def __init__(s, n): s.n = n; s.asked = []
    def readable(s): return True
    def readinto(s, b):
        s.asked.append(len(b)); k = min(len(b), s.n); s.n -= k; b[:k] = b"x" * k; return k
for size in (3, 100, 8192, 131072):
    raw = Raw(300000)
    f = io.BufferedReader(raw, size)
    print(size, f.read(2), f.read1(1), f.peek(1)[:1], raw.asked[:3])
path = os.path.join(tempfile.mkdtemp(), "f")
f = open(path, "wb", buffering=20)
for i in range(5):
    f.write(b"12345678"); print(os.path.getsize(path))
f.close()
f = open(path, "wb", buffering=100000); f.write(b"x" * 60000); print(os.path.getsize(path)); f.close()
f = open(path, "rb", buffering=16); f.read(1); print(os.lseek(f.fileno(), 0, 1)); f.close()
f = open(path, "rb", buffering=50000); f.read(1); print(os.lseek(f.fileno(), 0, 1)); f.close()
f = io.BufferedReader(io.FileIO(path), 32); f.read(3); print(os.lseek(f.fileno(), 0, 1), f.tell()); f.close()
try: io.BufferedReader(Raw(1), 2**62).read(1)
except MemoryError as e: print("MemoryError")
f = open(path, buffering=10); print(f.read(5)); f.close()

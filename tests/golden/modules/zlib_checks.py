"""Damaged checksums and sizes are found."""

import gzip
import zlib

d = zlib.compress(b"hello" * 100)
for cut in (bytes([d[-1] ^ 1]),):
    try: print("whole", zlib.decompress(d[:-1] + cut)[:5])
    except zlib.error as e: print(e)
g = gzip.compress(b"hello" * 100)
for at in (-1, -5):
    b = bytearray(g); b[at] ^= 1
    try: print(gzip.decompress(bytes(b))[:5])
    except Exception as e: print(type(e).__name__, e)
    try: print(zlib.decompress(bytes(b), 31)[:5])
    except zlib.error as e: print(e)
o = zlib.decompressobj()
try: print(o.decompress(d[:-1] + cut)[:5])
except zlib.error as e: print(e)

# Several pieces, a limit on the output, and data behind the end.
o, out = zlib.decompressobj(31), b""
for at in range(0, len(g), 7):
    out += o.decompress(g[at:at + 7])
print("pieces", out == b"hello" * 100, o.eof, o.unused_data)
o = zlib.decompressobj()
out = o.decompress(d + b"tail", 100)
while not o.eof:
    out += o.decompress(o.unconsumed_tail, 100)
print("limit", out == b"hello" * 100, o.eof, o.unused_data)
print("raw", zlib.decompress(zlib.compress(b"abc", wbits=-15), -15))

# Data that is none, for both ways of reading it.
for text in b"\x01\x02\x03\x04\x05\x06", b"\x07\x00", b"\x05\xff\xff\xff\xff", b"\x4b\x02\x91\x40\x06":
    for name, read in ("whole", zlib.decompress), ("object", lambda d, b: zlib.decompressobj(b).decompress(d)):
        try: print("bad", name, text, read(text, -15))
        except zlib.error as e: print("bad", name, text, e)

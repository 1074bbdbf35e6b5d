# limits: heap=64M
# ends: heap memory
import bz2, lzma, zlib, gzip, io
block = zlib.compress(bytes(10 ** 7), 9)
for make, unpack in ((bz2.compress, bz2.decompress), (lzma.compress, lzma.decompress)):
    small = make(bytes(2 * 10 ** 7))
    kept = []
    try:
        while True:
            kept.append(unpack(small * 3))
    except MemoryError:
        print("MemoryError")

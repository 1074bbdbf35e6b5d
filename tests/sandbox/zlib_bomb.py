# limits: heap=64M
# ends: heap memory
import zlib
packed = zlib.compress(b"\0" * 10_000_000)
parts = [zlib.decompress(packed) for _ in range(1000)]

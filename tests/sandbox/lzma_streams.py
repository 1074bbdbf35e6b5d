# limits: heap=64M
# ends: heap memory
import lzma
kept = []
while True:
    kept.append(lzma.LZMACompressor())
    kept[-1].compress(bytes(10 ** 5))

# limits: heap=64M
# ends: heap memory
# prints: began
import lzma
print("began")
filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 30}]
kept = []
for _ in range(64):
    try:
        kept.append(lzma.LZMACompressor(format=lzma.FORMAT_RAW, filters=filters))
        kept.append(lzma.LZMADecompressor(format=lzma.FORMAT_RAW, filters=filters))
        kept[-1].decompress(kept[-2].compress(bytes(10 ** 6)))
    except (MemoryError, lzma.LZMAError, EOFError):
        pass

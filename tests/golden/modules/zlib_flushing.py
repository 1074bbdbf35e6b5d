# zlib: compressors that hand out what they have, in every mode and wrapping.
import random
import zlib

source = random.Random(2)
TEXTS = [b"", b"a", b"hello world " * 500, source.randbytes(3000), bytes(100000)]
MODES = (zlib.Z_PARTIAL_FLUSH, zlib.Z_SYNC_FLUSH, zlib.Z_FULL_FLUSH)
for wbits in (15, 9, -15, 31):
    for level in (-1, 0, 1, 5, 6, 9):
        for strategy in (zlib.Z_DEFAULT_STRATEGY, zlib.Z_HUFFMAN_ONLY):
            compressor = zlib.compressobj(level, zlib.DEFLATED, wbits, 8, strategy)
            decompressor = zlib.decompressobj(wbits)
            given, got, prompt = b"", b"", []
            for text in TEXTS:
                for mode in MODES:
                    given += text
                    got += decompressor.decompress(compressor.compress(text))
                    got += decompressor.decompress(compressor.flush(mode))
                    prompt.append(got == given)
            got += decompressor.decompress(compressor.flush()) + decompressor.flush()
            print("wbits =", wbits)
            print("level =", level)
            print("strategy =", strategy)
            print("all(prompt) =", all(prompt))
            print("got == given =", got == given)
            print("decompressor.eof =", decompressor.eof)
            print("decompressor.unused_data =", decompressor.unused_data)
for level in range(-1, 10):
    data = zlib.compress(b"x" * 50, level)
    print("level =", level)
    print("data[:2].hex() =", data[:2].hex())
    print("data[-4:].hex() =", data[-4:].hex())
    print("zlib.decompress(data) == b\"x\" * 50 =", zlib.decompress(data) == b"x" * 50)
print("zlib.compress(b\"abc\", wbits=31)[:10] =", zlib.compress(b"abc", wbits=31)[:10])
print("zlib.compress(b\"abc\", 9, 31)[8] =", zlib.compress(b"abc", 9, 31)[8])
print("zlib.compress(b\"abc\", 1, 31)[8] =", zlib.compress(b"abc", 1, 31)[8])
first = zlib.compressobj()
start = first.compress(b"one ") + first.flush(zlib.Z_SYNC_FLUSH)
second = first.copy()
print(zlib.decompress(start + first.compress(b"two") + first.flush()), zlib.decompress(start + second.compress(b"three") + second.flush()))
for action in (lambda: first.compress(b"x"), lambda: zlib.compress(b"", 10), lambda: zlib.compressobj(wbits=50), first.copy):
    try:
        print(action())
    except (zlib.error, ValueError) as error:
        print(type(error).__name__, error)
print("zlib.compressobj().flush(zlib.Z_NO_FLUSH) =", zlib.compressobj().flush(zlib.Z_NO_FLUSH))
print("zlib.crc32(b\"hello\") =", zlib.crc32(b"hello"))
print("zlib.adler32(b\"hello\") =", zlib.adler32(b"hello"))

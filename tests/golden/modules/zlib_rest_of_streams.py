"""What is left behind streams that come in pieces of any size, with and without limits."""
import base64
import struct
import zlib

text = b"some text that repeats, some text that repeats. " * 30
raw = base64.b64decode("K87PTVUoSa0oUSjJSCxRKEotSE0sKdZRKMYqrodDfFT9qPpR9aPqR9VTWz0A")
streams = {
    15: b"\x78\x9c" + raw + zlib.adler32(text).to_bytes(4, "big"),
    -15: raw,
    31: b"\x1f\x8b\x08\0\0\0\0\0\0\x03" + raw + struct.pack("<LL", zlib.crc32(text), len(text)),
}
for wbits, stream in streams.items():
    whole = stream + b"behind it"
    for size in (1, 2, 7, len(stream) - 5, len(stream) - 1, len(stream), len(stream) + 3, len(whole)):
        for limit in (0, 1, 100):
            reader, out, rests = zlib.decompressobj(wbits), [], 0
            for at in range(0, len(whole), size):
                piece = whole[at:at + size]
                while True:
                    out.append(reader.decompress(piece, limit))
                    piece = reader.unconsumed_tail
                    rests += bool(piece)
                    if not piece or reader.eof:
                        break
            print(wbits, size == len(stream), limit, b"".join(out) == text, reader.eof, reader.unused_data,
                  reader.unconsumed_tail, rests > 0)
    print(wbits, "changed end", end=" ")
    reader = zlib.decompressobj(wbits)
    try:
        print(len(reader.decompress(stream[:-1] + b"\xff")), reader.eof)
    except zlib.error as error:
        print(error)
    for limit in (1, 100):
        reader = zlib.decompressobj(wbits)
        reader.decompress(whole, limit)
        print(wbits, "flushed", limit, len(reader.flush()), reader.eof, reader.unused_data, reader.unconsumed_tail)
        for turn in range(2):
            print(wbits, "again", turn, reader.flush(), reader.unused_data, reader.unconsumed_tail)

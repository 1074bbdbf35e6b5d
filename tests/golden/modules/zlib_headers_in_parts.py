"""Headers of gzip streams that come byte by byte, with all optional fields, and wrong ones."""
import struct
import zlib

packed = zlib.compressobj(wbits=-15)
body = packed.compress(b"some text " * 5) + packed.flush()
end = struct.pack("<LL", zlib.crc32(b"some text " * 5), 50)
fields = {
    "plain": (0, b""),
    "extra": (4, b"\x03\x00abc"),
    "name": (8, b"file.txt\0"),
    "comment": (16, b"a comment\0"),
    "check": (2, b"\x00\x00"),
    "extra, name and comment": (28, b"\x01\x00x" + b"n\0" + b"c\0"),
}
for name, (flags, optional) in fields.items():
    stream = b"\x1f\x8b\x08" + bytes([flags]) + b"\0\0\0\0\0\xff" + optional + body + end
    if flags & 2:
        head = stream[:10]
        stream = head + struct.pack("<H", zlib.crc32(head) & 0xFFFF) + body + end
    for wbits in (31, 47):
        reader = zlib.decompressobj(wbits)
        out = b"".join(reader.decompress(stream[i:i + 1]) for i in range(len(stream)))
        print(name, wbits, len(out), out[:9], reader.eof)
        print(name, "at once", zlib.decompress(stream, wbits)[:9])

for data in (b"invalid", b"\x1f", b"\x1f\x8b", b"\x1f\x8bx", b"\x1f\x8b\x09\x00", b"\x78", b"\x78\x00", b"i",
             b"\x1f\x8b\x08\xe0aaaaaaaaaaa", b"\x1f\x8b\x08\x20"):
    for wbits in (31, 15, 47):
        try:
            reader = zlib.decompressobj(wbits)
            print(wbits, data, reader.decompress(data), reader.eof)
        except zlib.error as error:
            print(wbits, data, error)

# Formats, their errors, and every way in and out.
import struct


def show(function, *arguments):
    try:
        print(function.__name__, arguments, "->", function(*arguments))
    except Exception as error:
        print(function.__name__, arguments, type(error).__name__, error)


for order in ("", "<", ">", "@", "=", "!"):
    for code in "bBhHiIlLqQnN?cefdspPx":
        for value in (2**70, -(2**70), -1, 100, "x", 1.5, None, b"ab", b"a"):
            show(struct.pack, order + code, value)
for code, value in (("e", 1e6), ("<f", 1e300), ("f", 1e300), ("e", 65519.0), ("e", 65520.0), ("e", 6e-8), ("e", 0.0), ("<e", -0.0), ("d", 1e308)):
    show(struct.pack, code, value)
show(struct.pack, "i")
show(struct.pack, "i", 1, 2)
show(struct.pack)
for arguments in (
    (), (bytearray(2),), (bytearray(2), 0, 1), (bytearray(8), 5, 1), (bytearray(8), -2, 1), (bytearray(8), -20, 1),
    (b"12345678", 0, 1), (bytearray(8), "a", 1), (bytearray(8), 0), (bytearray(8), 2**70, 1),
):
    show(struct.pack_into, "i", *arguments)
    show(struct.Struct("i").pack_into, *arguments)
room = bytearray(12)
struct.pack_into(">hI", room, 2, -2, 7)
struct.pack_into(">h", memoryview(room)[4:], -2, 513)
print(room)
for data, offset in ((b"123", 0), (b"12345", 1), (b"12345", 3), (b"12345", -3), (b"12345", -4), (b"12345", -30), (b"12345", 2**62)):
    show(struct.unpack_from, "i", data, offset)
show(struct.unpack, "i", b"123")
show(struct.unpack, "i", 5)
show(struct.unpack, 5, b"")
print(struct.unpack(">H3s2xp?e", memoryview(b"\x01\x02abc..\x00\x01\x3c\x00")))
for form in ("5", "z", "<n", "9" * 30 + "i", "9223372036854775807i", "i\0", "\xe9", b"i", 5, "3x i", "i0q", "iq", "bhilq", "=bhilq", ""):
    show(struct.calcsize, form)
for form, values in (("0s", (b"ab",)), ("p", (b"abc",)), ("5p", (b"abc",)), ("3s", (bytearray(b"ab"),)), ("2s", (b"abc",)), ("0i", ()), ("2i 1h", (1, 2, 3))):
    show(struct.pack, form, *values)
record = struct.Struct(">hi")
print(record, record.format, record.size, list(record.iter_unpack(b"123456" * 3)))
show(struct.iter_unpack, "i", b"12345")
show(struct.iter_unpack, "", b"")


class Named(struct.Struct):
    def __init__(self, form, name):
        super().__init__(form)
        self.name = name


named = Named("<2h", "pair")
print(named, named.size, named.name, named.pack(1, -1))
named.__init__("q", "long")
print("named.size =", named.size)
print("named.unpack(b\"\\xff\" * 8) =", named.unpack(b"\xff" * 8))


class Index:
    def __index__(self):
        return 258


print("struct.pack(\">hB\", Index(), True) =", struct.pack(">hB", Index(), True))
print("struct.unpack(\"<Q\", b\"\\xff\" * 8) =", struct.unpack("<Q", b"\xff" * 8))
print("struct.unpack(\"<q\", b\"\\xff\" * 8) =", struct.unpack("<q", b"\xff" * 8))

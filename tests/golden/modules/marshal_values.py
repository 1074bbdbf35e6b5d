# Values through `marshal` and back, from CPython's own bytes, and errors.
import io
import marshal

shared = [1, 2]
values = [
    None, True, False, ..., StopIteration, 0, -1, 2**31 - 1, -2**31, 2**31, 2**47, 2**48, -2**100, 10**50, 1.5, -0.0, float("inf"), 1 + 2j,
    "", "text", "x" * 300, "grüße", "\ud800", b"", b"bytes" * 100, (), (1, (2, 3)), tuple(range(300)), [], [1, [2]], {}, {"a": 1, 2: (3,)},
    set(), {1}, frozenset({1, 2}), [shared, shared], bytearray(b"ab"),
]
for value in values:
    for version in (0, 2, 3, 4):
        back = marshal.loads(marshal.dumps(value, version))
        if not (back == value or back != back):
            print("differs", version, repr(value)[:50], repr(back)[:50])
    print("round trip", repr(value)[:40], type(back).__name__)
pair = marshal.loads(marshal.dumps([shared, shared]))
print("sharing is kept:", pair[0] is pair[1])
loop = []
loop.append(loop)
loop = marshal.loads(marshal.dumps(loop))
print("a cycle:", loop[0] is loop)

for name, data in [
    ("small tuple", b"\xa9\x03\xe9\x01\x00\x00\x00\xda\x01a\xfa\x01b"), ("dict", b"\xfb\xda\x01a\xe9\x01\x00\x00\x000"), ("reference", b"[\x02\x00\x00\x00\xda\x01ar\x00\x00\x00\x00"),
    ("float text", b"f\x031.5"), ("complex text", b"x\x011\x012"), ("int 64", b"I\x01\x00\x00\x00\x00\x00\x00\x80"), ("big", b"l\xfd\xff\xff\xff\x01\x00\x02\x00\x03\x00"),
]:
    try:
        print("reads", name, marshal.loads(data))
    except Exception as error:
        print("reads", name, type(error).__name__, error)
for name, data in [
    ("empty", b""), ("short int", b"i\x01"), ("unknown code", b"?"), ("bad reference", b"r\x05\x00\x00\x00"), ("long list", b"[\xff\xff\xff\x7f"), ("null", b"0"),
    ("unnormalized", b"l\x01\x00\x00\x00\x00\x00"), ("big digit", b"l\x01\x00\x00\x00\xff\xff"), ("negative size", b"s\xff\xff\xff\xff"), ("null in list", b"[\x01\x00\x00\x000"),
]:
    try:
        print("refuses", name, marshal.loads(data))
    except Exception as error:
        print("refuses", name, type(error).__name__, error)
for name, value in [("object", object()), ("function", len), ("in a list", [object()]), ("class", int)]:
    try:
        marshal.dumps(value)
    except ValueError as error:
        print("does not write", name, error)
deep = []
for _ in range(3000):
    deep = [deep]
try:
    marshal.dumps(deep)
except ValueError as error:
    print("too deep:", error)


file = io.BytesIO()
marshal.dump({"a": [1, 2]}, file)
marshal.dump("second", file)
file.seek(0)
print("from a file:", marshal.load(file), marshal.load(file))
print("version", marshal.version)

# Subscripts of memoryviews, and views that were released.
import operator

b = bytearray(b"abcdef")
m = memoryview(b)


def show(name, call):
    try:
        print(name, call())
    except Exception as error:
        print(name, type(error).__name__, error)


KEYS = {
    "one": (0,), "two": (0, 1), "none": (), "slices": (slice(0, 1),), "mixed": (slice(0, 1), 0),
    "text": "a", "float": 0.0, "far": 100,
}
for name, key in KEYS.items():
    show(f"get {name}", lambda: m[key])
    show(f"set {name}", lambda: operator.setitem(m, key, 65))
    print("now", bytes(b))


class Releases:
    def __init__(self, view):
        self.view = view

    def __index__(self):
        self.view.release()
        return 0


show("released by __index__", lambda: m[Releases(m)])
m = memoryview(b)
show("released while setting", lambda: operator.setitem(m, Releases(m), 1))
r = memoryview(b"abc")
before = hash(r)
r.release()
print("hash", hash(r) == before)
for name, call in {"bytes": bytes, "len": len, "hex": lambda r: r.hex(), "join": lambda r: b"".join([r]),
                   "equal": lambda r: r == b"abc", "bytearray": bytearray}.items():
    show(f"released: {name}", lambda: call(r))

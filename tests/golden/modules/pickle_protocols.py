# pickle: bytes of every protocol, and back; hooks, classes, errors.
import collections
import copyreg
import datetime
import enum
import fractions
import io
import pickle
import random


def show(name, function, *arguments, **options):
    try:
        print(name, "->", function(*arguments, **options))
    except Exception as error:
        print(name, type(error).__module__, type(error).__name__, error)


class Plain:
    def __init__(self, *values):
        self.values = values
        self.name = "n"

    def __eq__(self, other):
        return self.__dict__ == other.__dict__


class Slots:
    __slots__ = ("a", "b")


class Both(Slots):
    pass


class State:
    def __getstate__(self):
        return {"x": 1}

    def __setstate__(self, state):
        self.got = state


class Args(tuple):
    def __new__(cls, a, b):
        return super().__new__(cls, (a, b))

    def __getnewargs__(self):
        return tuple(self)


class Named:
    def __new__(cls, *, key):
        self = super().__new__(cls)
        self.key = key
        return self

    def __getnewargs_ex__(self):
        return (), {"key": self.key}


class Items(list):
    pass


class Entries(dict):
    pass


class Color(enum.Enum):
    RED = 1


class Outer:
    class Inner:
        def method(self):
            return 5


Point = collections.namedtuple("Point", "x y")


def function():
    pass


shared = ["s"]
loop = []
loop.append(loop)
ring = {}
ring["me"] = (ring, [ring])
both = Both()
both.a, both.c = 1, 2
items = Items([1, 2])
items.note = "n"
VALUES = [
    None, True, False, 0, 1, -1, 255, 256, 65535, 65536, -129, 2**31 - 1, 2**31, -(2**31), 2**40, -(2**63), 10**50, -(10**50), 2**2100,
    0.0, -1.5, 1e300, float("inf"), "", "abc", "h\xe9\u20ac\U0001F600", "\ud800x", "a\\b\nc\0", "x" * 300, b"", b"abc\xff", b"y" * 300,
    bytearray(b"ab"), bytearray(), (), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), [], [1], [1, 2, 3], {}, {"a": 1}, {"a": 1, 2: [3]},
    set(), {5}, frozenset(), frozenset([7]), [shared, shared], ["r", "r"], len, int, type(None), type(...), ..., NotImplemented, Plain, print, function,
]
OBJECTS = [
    Plain(1, "a"), both, State(), Args(1, 2), Named(key=3), items,
    Entries(a=1), Color.RED, Outer.Inner, Point(1, 2), complex(1, 2),
    range(3), slice(1, 2), datetime.date(2020, 1, 2), datetime.timezone.utc, fractions.Fraction(1, 3),
    collections.Counter("aab"), ValueError("x", 1), "abc".upper, Outer.Inner().method,
]
for value in VALUES + OBJECTS:
    for protocol in range(4 if any(value is known for known in OBJECTS) else 0, 6):
        data = pickle.dumps(value, protocol)
        back = pickle.loads(data)
        text = data if len(data) < 120 else (len(data), data[:40])
        print(protocol, text, type(back).__name__, back == value or repr(back) == repr(value) or sorted(getattr(back, "__dict__", {})) or "other")
for value in (loop, ring):
    for protocol in range(6):
        data = pickle.dumps(value, protocol)
        print(protocol, data, pickle.loads(data) is not None)
for count in (999, 1000, 1001, 2000, 2001):
    for protocol in (2, 4):
        for value in (list(range(count)), dict.fromkeys(range(count)), set(range(count)), Items(range(count)), Entries.fromkeys(range(count))):
            data = pickle.dumps(value, protocol)
            print(count, protocol, type(value).__name__, len(data), data[-6:], pickle.loads(data) == value)
source = random.Random(1)
big = [source.randbytes(source.choice([10, 70000])) for _ in range(20)] + ["t" * 100000, "u" * 10]
for protocol in (3, 4, 5):
    data = pickle.dumps(big, protocol)
    out = io.BytesIO()
    pickle.dump(big, out, protocol)
    print(protocol, len(data), len(out.getvalue()), pickle.loads(data) == big, pickle.load(io.BytesIO(out.getvalue())) == big)
out = io.BytesIO()
pickler = pickle.Pickler(out, 4)
pickler.dump(shared)
pickler.dump(shared)
pickler.clear_memo()
pickler.dump(shared)
out.seek(0)
unpickler = pickle.Unpickler(out)
print(out.getvalue(), unpickler.load(), unpickler.load(), unpickler.load(), pickler.bin, pickler.fast)


class Persistent(pickle.Pickler):
    def persistent_id(self, obj):
        return ("id", obj.values) if isinstance(obj, Plain) else None


class Restored(pickle.Unpickler):
    def persistent_load(self, pid):
        return ["restored", pid]

    def find_class(self, module, name):
        if name == "Fraction":
            raise pickle.UnpicklingError("no fractions")
        return super().find_class(module, name)


for protocol in (1, 4):
    out = io.BytesIO()
    Persistent(out, protocol).dump([Plain(1), 2])
    print(out.getvalue(), Restored(io.BytesIO(out.getvalue())).load())
    show("no persistent_load", pickle.loads, out.getvalue())
show("find_class", Restored(io.BytesIO(pickle.dumps(fractions.Fraction(1, 2)))).load)
print(Restored(io.BytesIO(pickle.dumps(Outer.Inner))).load())


class Reducing(pickle.Pickler):
    dispatch_table = copyreg.dispatch_table.copy()
    dispatch_table[Plain] = lambda obj: (str, ("plain",))

    def reducer_override(self, obj):
        if isinstance(obj, type) and obj.__name__ == "State":
            return int, (7,)
        return NotImplemented


out = io.BytesIO()
Reducing(out).dump([Plain(), State, Slots])
print(pickle.loads(out.getvalue()))


class Bad:
    def __init__(self, result):
        self.result = result

    def __reduce__(self):
        return self.result

    def __repr__(self):
        return "Bad()"


for result in (5, (), (int,), (5, ()), (int, 5), (int, (), None, 5), (int, (), None, None, 5), (int, (), None, None, None, 5), (int,) * 7, "nowhere", (copyreg.__newobj__, ()), (copyreg.__newobj__, (int,))):
    for protocol in (1, 4):
        show((result if "newobj" not in str(result) else len(result[1]), protocol), pickle.dumps, Bad(result), protocol)
show("missing", pickle.dumps, type("missing", (), {}))
renamed = type("Plain", (), {})
show("other", lambda: len(pickle.dumps(renamed)))
for data in (
    b"", b".", b"\x80\x09.", b"\x80\x04", b"N", b"(.", b"0.", b"a.", b"]a.", b"h\x05.", b"g9\n.", b"\xff", b"'", b"z", b"X\x05\0\0\0ab", b"cno_such_module\nx\n.",
    b"\x80\x04\x8c\x02os\x8c\x03sep\x93.", b"\x8a\x02\xff\x7f.", b"\x8b\xff\xff\xff\xff.", b"I12\n.", b"I01\n.", b"L12L\n.", b"F1.5\n.", b"S'a\\x41'\n.", b"Sx\n.", b"U\x02ab.", b"U\x02\xff\xfe.",
    b"Va\\u0041\n.", b"(K\x01K\x02t.", b"(K\x01d.", b"(K\x01K\x02d.", b"(lp0\nK\x01a.", b"}(K\x01u.", b"(c__builtin__\nint\no.", b"K\x01)R.", b"K\x01)\x81.", b"cbuiltins\nint\nK\x01R.", b"Q.", b"Pabc\n.", b"\x82\x05.", b"\x95\xff\0\0\0\0\0\0\0.",
    b"(K\x010K\x02.", b"K\x012\x86.", b"K\x01K\x02\x87.", b"\x97.", b"]K\x01b.", b"\x8f(K\x01\x90.", b"(K\x01\x91.", b"K\x01\x94K\x02h\x00\x86.", b"r\xff\xff\xff\x0f.",
):
    show(data, pickle.loads, data)
show("encoding", pickle.loads, b"U\x02\xff\xfe.", encoding="latin1")
show("bytes", pickle.loads, b"U\x02\xff\xfe.", encoding="bytes")
show("str", pickle.loads, "x")
show("no file", pickle.dump, 1, 5)
show("no file", pickle.load, 5)
show("protocol", pickle.dumps, 1, 9)
print(pickle.dumps(1, -1), pickle.loads(bytearray(pickle.dumps([1]))), pickle.loads(memoryview(pickle.dumps([1]))))


class NoInit(pickle.Pickler):
    def __init__(self):
        pass


show("no init", NoInit().dump, 1)
deep = []
for _ in range(100000):
    deep = [deep]
try:
    pickle.dumps(deep)
except RecursionError:
    print("too deep")

# Keys of dicts and items of sets that are found by hash and equality of each kind.
import math

nan = float("nan")


class Plain:
    pass


class OwnHash:
    def __hash__(self):
        return 7


class OwnEq:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        print("  asked", self.n, getattr(other, "n", other))
        return isinstance(other, OwnEq) and self.n == other.n

    def __hash__(self):
        return 3


class Unhashable:
    __hash__ = None


class Meta(type):
    def __hash__(cls):
        return 11

    def __eq__(cls, other):
        print("  asked for the class")
        return True


class WithMeta(metaclass=Meta):
    pass


class Text(str):
    def __eq__(self, other):
        print("  asked for the text")
        return str.__eq__(self, other)

    __hash__ = str.__hash__


def show(name, found):
    print(f"{name}: {found!r}")


def look(name, container, key):
    try:
        found = container[key] if isinstance(container, dict) else "?"
    except (KeyError, TypeError) as error:
        found = type(error).__name__
    try:
        print(f"{name}: {found!r}, {key in container!r}")
    except TypeError:
        print(f"{name}: {found!r}, TypeError")


plain, own = Plain(), OwnHash()
d = {(1, 2): "pair", (1, "a"): "mixed", (1, (2, 3)): "nested", (): "empty", None: "none"}
d |= {plain: "plain", own: "own", Plain: "class", int: "int", b"ab": "bytes", 2.5: "float"}
look("pair", d, (1, 2))
look("pair of floats", d, (1.0, 2.0))
look("pair of bools", d, (True, 2))
look("mixed", d, (1, "a"))
look("mixed text", d, (1, "".join(["a"])))
look("nested", d, (1, (2, 3)))
look("other nested", d, (1, (2, 4)))
look("shorter", d, (1,))
look("longer", d, (1, 2, 3))
look("empty", d, ())
look("none", d, None)
look("plain", d, plain)
look("another plain", d, Plain())
look("own hash", d, own)
look("another own hash", d, OwnHash())
look("class", d, Plain)
look("built-in class", d, int)
look("another class", d, OwnHash)
look("bytes", d, bytes([97, 98]))
look("float", d, 5 / 2)

look("true for one", {1: "one"}, True)
look("one for true", {True: "true"}, 1)
look("float for int", {1: "one"}, 1.0)
look("zeroes", {0.0: "zero"}, -0.0)
look("same nan", {nan: "nan"}, nan)
look("same nan in a tuple", {(nan,): "nan"}, (nan,))
look("large ints", {2**70: "large"}, 2**70)
look("large ints in a tuple", {(2**70, 1): "large"}, (2**70, 1))
look("list", {1: 1}, [])
look("list in a tuple", {1: 1}, (1, []))
look("unhashable", {1: 1}, Unhashable())
look("unhashable in a tuple", {1: 1}, (Unhashable(), 1))
look("long tuples", {tuple(range(40)): "long"}, tuple(range(40)))
look("long tuples that differ", {tuple(range(40)): "long"}, tuple(range(1, 41)))

print("objects with __eq__")
look("equal", {OwnEq(1): "one"}, OwnEq(1))
look("different", {OwnEq(1): "one"}, OwnEq(2))
look("equal in a tuple", {(OwnEq(1), 2): "one"}, (OwnEq(1), 2))
look("in a set", {OwnEq(1)}, OwnEq(1))
look("class of a metaclass", {WithMeta: 1}, WithMeta)
look("text of a class", {Text("a"): 1}, "a")
look("text of a class in a tuple", {(Text("a"),): 1}, ("a",))

print("changes of a class")
first, second = Plain(), Plain()
look("before", {first: 1}, second)
Plain.__eq__ = lambda self, other: True
Plain.__hash__ = lambda self: 5
look("after", {first: 1}, second)
del Plain.__eq__, Plain.__hash__
look("again", {first: 1}, second)

print("sets")
show("union", sorted({(1, 2), (2, 3)} | {(1, 2), (0, 1)}))
show("intersection", {(1, 2), (2, 3)} & {(1, 2), (0, 1)})
show("difference", {(1, 2), (2, 3)} - {(1, 2), (0, 1)})
show("subset", {(1, 2)} <= {(1, 2), (0, 1)})
show("frozen", frozenset({1}) in {frozenset({1})})
show("set for frozen", {1} in {frozenset({1})})

print("comparisons")
show("tuples", ((1, "a") == (1, "a"), (1, "a") == (1, "b"), (1,) == (1, 2), (1, 2) != (1.0, 2)))
show("nan", ((nan,) == (nan,), nan == nan, [nan] == [nan]))
show("bools", ((True, None) == (1, None), (0, False) == (False, 0)))
show("nested", (((1,), 2) == ((1,), 2), ((1,), 2) == ((2,), 2)))
show("hashes", (hash((1, 2)) == hash((1.0, True + 1)), hash(()) == hash(tuple([]))))
show("inf", (math.inf, 1) == (math.inf, 1))

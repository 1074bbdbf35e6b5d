"""operator getters, hmac.compare_digest, heaps of tuples and lists, translate, hex, seeds, % conversions."""
import collections
import functools
import heapq
import hmac
import operator
import random
import weakref


def tell(call, *args, **kwargs):
    try:
        print(call(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


record = ("name", 3, [1, 2])
print(operator.itemgetter(1)(record), operator.itemgetter(-1, 0)(record), operator.itemgetter(slice(1))(record))
for key in (7, -7, "x", None):
    tell(operator.itemgetter(key), record)
tell(operator.attrgetter("real.imag", "imag"), 3)
tell(operator.attrgetter("missing"), 3)
tell(operator.methodcaller("count", 1), [1, 1])
tell(operator.methodcaller("split", sep="-"), "a-b")
tell(operator.methodcaller("nothing"), "a-b")
tell(operator.methodcaller("count"), [])
print(sorted([("b", 2), ("a", 3)], key=operator.itemgetter(1, 0)))


class Row:
    pass


row = Row()
ref = weakref.ref(row)
print("referent", ref() is row)
print(functools.partial(int, base=2)("101"), functools.partial(max, 3)(1, 5))
key = functools.cmp_to_key(lambda a, b: b - a)
print(sorted([3, 1, 2], key=key), key(1) < key(2))

for pair in (("abc", "abc"), (b"abc", b"abd"), (b"a", bytearray(b"a")), ("é", "é"), ("a", b"a"), (1, 2)):
    tell(lambda: (pair, hmac.compare_digest(*pair)))

nan = float("nan")
heap = []
for item in [(2, "b"), (1, "c"), (1, "a"), (2.5, "x"), (1, "a", 0)]:
    heapq.heappush(heap, item)
print([heapq.heappop(heap) for _ in range(len(heap))])
heap = [[3, "x"], [1, "y"], [1, "b"], [2]]
heapq.heapify(heap)
print(heap, heapq.nsmallest(2, heap), heapq.heappushpop(heap, [0]), heapq.heapreplace(heap, [9]))
print(list(heapq.merge([1, 4], [2, 3], [0.5])), list(heapq.merge(["b", "a"], ["c"], reverse=True)))
heap = [nan, 1.0, nan, 0.5]
heapq.heapify(heap)
print(heap, sorted([(1, nan), (1, 2.0), (0, nan)]))
tell(heapq.heapify, [1, "a"])
tell(heapq.heapify, [(1, None), (1, None, 2), (1, 3)])


class Backwards:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        return self.n > other.n

    def __repr__(self):
        return f"B{self.n}"


heap = [Backwards(n) for n in (1, 5, 3)]
heapq.heapify(heap)
print(heap, heapq.heappop(heap), heap)

print("hello".translate({104: "J", 101: None, 111: 0x30, 108: "LL"}), "é".translate({233: 233}))
print("abc".translate(collections.defaultdict(lambda: "-")), "abc".translate(["x"] * 98))
tell("abc".translate, {97: 1.5})
print(bytes(range(250, 256)).hex(), b"\x01\xab\xff".hex(":"), b"\x01\xab\xff".hex("-", 2), bytes.fromhex("0aFf 1B"))
for wrong in ("0", "0g", "é0", "00 0"):
    tell(bytes.fromhex, wrong)
for seed in (0, 5, -5, 2**80, "abc", b"xy", 1.5):
    print(random.Random(seed).random(), random.Random(seed).getrandbits(70))


class Unseeded(random.Random):
    def __init__(self):
        pass


print(Unseeded().random())
print(collections.Counter("hello wörld"), "aXbX".replace("X", "yy"), "abc".replace("X", "y"), "aXbX".replace("X", "", 1))
print("%s|%r|%d|%%|%s" % ("a", "b", 3.9, None), "%(k)s %(n)d" % {"k": 1, "n": True}, "%r %s" % (10**20, -1))
print("%5s|%-5d|%05d|%+d|% d|%x|%#X|%.3s|%c" % ("é", 3, -3, 3, 3, 255, 255, "abcdef", "z"))
print(b"%s %d %r" % (b"x", 5, "y"))
for template, args in (("%s %s", ("a",)), ("%d", ("x",)), ("%d", (None,)), ("é%y", (1,)), ("%s", ("a", "b")), ("%(a)s", ("x",))):
    tell(lambda: template % args)

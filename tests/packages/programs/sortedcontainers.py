"""Sorted lists, dicts and sets with keys, ranges, bisection and set operations."""
import random
from sortedcontainers import SortedDict, SortedKeyList, SortedList, SortedSet

random.seed(5)
values = [random.randrange(1000) for _ in range(5000)]
sl = SortedList(values)
sl._check()
print("list:", len(sl), sl[0], sl[-1], sl[100:105], sl.bisect(500), sl.count(values[0]) == values.count(values[0]))
for value in values[:2500]:
    sl.remove(value)
print("removed:", list(sl) == sorted(values[2500:]), list(sl.irange(10, 20)) == [v for v in sorted(values[2500:]) if 10 <= v <= 20])
keyed = SortedKeyList(["bb", "a", "dddd", "ccc"], key=len)
keyed.add("ee")
print("keyed:", keyed, keyed.bisect_key(2), list(keyed.irange_key(2, 3)))
d = SortedDict({"b": 1, "a": 2, "c": 3})
print("dict:", d, d.peekitem(0), d.keys()[1], d.popitem(), list(d.irange("a", "b")), d.setdefault("z", 9))
s = SortedSet([3, 1, 2])
print("set:", s | {9}, s & {1, 2}, s ^ {1, 7}, s.isdisjoint([8]), s[1:])
try:
    sl.remove(-1)
except ValueError as error:
    print("error:", error)

# limits: heap=8M
# ends: normally
# prints: done
# A program that needs little runs under a small limit, with some of the library and deep calls.
import json, re, collections, dataclasses, functools
@dataclasses.dataclass
class Point:
    x: int
    y: int
def depth(n): return 0 if n == 0 else 1 + depth(n - 1)
assert depth(900) == 900
words = re.findall(r"\w+", "the quick brown fox " * 1000)
counts = collections.Counter(words)
assert json.loads(json.dumps(counts))["fox"] == 1000
assert sum(Point(i, i).x for i in range(10_000)) == 49_995_000
for _ in range(100):
    bytes(1 << 20)
print("done")

a, b = {1, 2, 3, 4}, {3, 4, 5}
print(a | b, a & b, a - b, a ^ b, b - a, a == {4, 3, 2, 1}, a != b, {1, 2} < a, a >= {1}, a <= a, a < a)
print(a.union([9], (8,)), a.intersection([1, 2], [2]), a.difference([1]), a.symmetric_difference([1, 7]), a.isdisjoint({9}), a.issubset(range(10)), a.issuperset([1]))
c = a.copy()
c.add(10); c.add(1); c.discard(99); c.discard(2); c.remove(3); c.update([20, 21], {22})
print(c, len(c), 20 in c)
c -= {20, 21}; c |= {0}; c &= {0, 1, 4, 10}; c ^= {1, 2}
print(c)
f = frozenset([3, 1, 2])
print(f, f | {9}, type(f | {9}).__name__, type({9} | f).__name__, f == {1, 2, 3}, {f: "key"}[frozenset({1, 2, 3})], hash(f) == hash(frozenset([2, 3, 1])))
print(set(), set("a"), frozenset(), {1, 1.0, True}, set(range(20)), {100, 3, 50}, len({0, False, 0.0}), {-1, -2, 0})
print(sorted({"b", "a"}), sorted(set("hello")), {x // 2 for x in range(6)}, {(1, 2)}, min({3, 1}), sum({1, 2}))
for bad in ("{[]}", "set().remove(1)", "set().pop()", "set(5)", "{1} | [1]", "{1} + {2}", "frozenset([1]).add(2)", "{{1}}", "set([1])[0]"):
    try:
        eval(bad)
    except (KeyError, TypeError, AttributeError) as error:
        print(type(error).__name__, error)
s = {5}
print(s.pop(), s, {1} in [{1}], {frozenset({1})}, set() == frozenset(), bool(set()), {*[1, 2], *(3,)})
for x in {3, 1, 2}:
    print(x, end=" ")
print()

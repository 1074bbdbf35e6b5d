"""Operations of two sets, with and without code of the program in between."""


class Number:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return self.n & 3

    def __eq__(self, other):
        return isinstance(other, Number) and self.n == other.n

    def __repr__(self):
        return f"N{self.n}"


seed = 7
for size, most in ((3, 5), (10, 20), (40, 20), (40, 1000), (400, 1000)):
    sets = []
    for _ in range(2):
        numbers = set()
        for _ in range(size):
            seed = seed * 1103515245 + 12345 & 0x7FFFFFFF
            numbers.add((seed >> 8) % most)
        for number in sorted(numbers)[::3]:
            numbers.discard(number)
        sets.append(numbers)
    a, b = sets
    print(size, most, "&", list(a & b), "-", list(a - b), list(b - a)[:20])
    print(size, most, "|", list(a | b)[:30], "^", list(a ^ b)[:30])
    print(size, most, "<=", a <= b, (a & b) <= a, a == b, a < b, a == set(a), a.isdisjoint(b), frozenset(a) & b == b & a)
    a, b = ({Number(n) if n % 5 == 0 else n for n in each} for each in sets)
    print(size, most, "objects", list(a & b)[:20], list(a - b)[:20], a <= b, (a & b) <= b, a == set(a))
print("mixed =", list({1, 2, 3} & {1.0, 2.5, True}), {1, "a"} & {"a", b"a"}, {(1, 2)} & {(1, 2)}, set() & set(), {1} - set())


class Changes:
    def __hash__(self):
        return 1

    def __eq__(self, other):
        right.clear()
        return True


right = {Changes(), 5, 6}
try:
    print("cleared meanwhile =", sorted({Changes(), 5} & right, key=str)[:0], len(right))
except RuntimeError as e:
    print("cleared meanwhile =", e)

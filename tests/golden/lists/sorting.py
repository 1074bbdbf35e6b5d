data = [("b", 2), ("a", 2), ("c", 1), ("a", 1)]
print("sorted(data) =", sorted(data))
print("sorted(data, key=lambda p: p[1]) =", sorted(data, key=lambda p: p[1]))
print("sorted(data, key=lambda p: -p[1]) =", sorted(data, key=lambda p: -p[1]))
print("sorted(data, key=lambda p: (p[1], p[0])) =", sorted(data, key=lambda p: (p[1], p[0])))
print("sorted(data, key=lambda p: p[1], reverse=True) =", sorted(data, key=lambda p: p[1], reverse=True))
print("sorted(\"banana\") =", sorted("banana"))
print("sorted({3: 1, 1: 2}) =", sorted({3: 1, 1: 2}))
print("sorted([True, 0, 2.5, -1]) =", sorted([True, 0, 2.5, -1]))
print("sorted([[2], [1, 5], [1]]) =", sorted([[2], [1, 5], [1]]))
print("sorted([]) =", sorted([]))
calls = []


class N:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        calls.append((self.n, other.n))
        return self.n < other.n

    def __repr__(self):
        return f"N{self.n}"


print("sorted([N(3), N(1), N(2)]), calls =", sorted([N(3), N(1), N(2)]), calls)
for bad in ("sorted([1, 'a'])", "sorted([None, 1])", "sorted(5)", "[3, 1].sort(lambda x: x)", "sorted([1], key=5)", "sorted([1j, 2j])", "sorted([{}, {}])"):
    try:
        eval(bad)
    except TypeError as error:
        print(error)
a = [5, 3, 1]


def meddle(x):
    a.append(x)
    return x


try:
    a.sort(key=meddle)
except ValueError as error:
    print(error)
big = [(i * 7919) % 1000 for i in range(1000)]
print("sorted(big) == list(range(1000)) =", sorted(big) == list(range(1000)))
print("sorted(big, reverse=True)[:3] =", sorted(big, reverse=True)[:3])
print("min(big) =", min(big))
print("max(big) =", max(big))
print("sorted(big, key=lambda x: x % 10)[:4] =", sorted(big, key=lambda x: x % 10)[:4])
import functools

print("sorted([3, 1, 2], key=functools.cmp_to_key(lambda a, b: b... =", sorted([3, 1, 2], key=functools.cmp_to_key(lambda a, b: b - a)))

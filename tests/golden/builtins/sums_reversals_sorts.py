"""sum, reversed and sorted over plain lists and tuples, and where they stop being plain."""


class Odd(int):
    def __add__(self, other):
        return Odd(int(self) + int(other) + 1)

    __radd__ = __add__


print("ints", sum([1, 2, 3]), sum((1, 2), 10), sum([]), sum([], 5), sum([True, 2]), sum([2 ** 47] * 4), sum([2 ** 62] * 5))
print("floats", sum([0.1] * 10), sum((1.5, 2), 1), sum([1e308, 1e308, -1e308]), sum([1, 2.5]), sum([0.1, 0.2], 3))
print("others", sum([[1], [2]], []), sum([Odd(1), 2]), sum([1, Odd(2), 3]), sum([1j, 2]), sum([2, 3], 0.5))
for wrong in (["a"], [None], [1, "a"]):
    try:
        print(sum(wrong))
    except TypeError as error:
        print("wrong", error)

items = [1, 2, 3, 4]
back = reversed(items)
print("first", next(back))
del items[1:]
print("shrunk", list(back), list(back))
items.append(5)
print("ended", list(back))
back = reversed(items)
items += [6, 7]
print("grown", list(back), list(reversed((1, "a"))), list(reversed(())))

words = ["b", "", "abcdefgh", "abcdefghi", "abcdefg", "a\0", "a", "é", "z", "abcdefgha", "a\0\0", "\U0001f600", "b"]
print("sorted", ascii(sorted(words)))
print("reverse", ascii(sorted(words, reverse=True)))
print("by key", ascii(sorted(range(len(words)), key=words.__getitem__)))
print("by key, reverse", sorted(range(len(words)), key=words.__getitem__, reverse=True))
pairs = [("x", 2), ("x", 1), ("w", 3)]
print("stable", sorted(pairs, key=lambda pair: pair[0]), sorted(["b", "a", 1][:2]))
many = [f"prefix of all {i * 7919 % 40009}" for i in range(40009)]
print("many", sorted(many)[:3], sorted(many)[-1], sorted(many, key=lambda text: text[-5:])[:2])

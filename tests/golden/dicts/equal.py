"""Comparing dicts: orders, values, and code that runs meanwhile."""

from collections import OrderedDict


class Key:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return 1

    def __eq__(self, other):
        print("  compared", self.n, other.n)
        return self.n == other.n


a = {i: str(i) for i in range(20)}
b = dict(reversed(a.items()))
print("reversed =", a == b, b == a, a != b)
b[3] = "4"
print("another value =", a == b)
del b[3]
b[99] = "3"
print("another key =", a == b)
print("numbers =", {1: 1.0} == {True: 1}, {0: 0.0} == {False: -0.0})
nan = float("nan")
print("the same NaN =", {1: nan} == {1: nan}, {1: nan} == {1: 1.0})
print("lists =", {1: [1, 2]} == {1: [1, 2]}, {1: [1, 2]} != {1: [1, 3]})
print("keys with methods =", {Key(1): 1, Key(2): 2} == {Key(2): 2, Key(1): 1})


class Clears:
    def __eq__(self, other):
        right.clear()
        return True


left, right = {1: Clears(), 2: 3}, {1: Clears(), 2: 3}
print("cleared meanwhile =", left == right)
gaps = {i: i for i in range(10)}
for i in range(0, 10, 3):
    del gaps[i]
print("with gaps =", gaps == {i: i for i in range(10) if i % 3}, gaps == {})
large = {i: [i] for i in range(5000)}
print("large =", large == {i: [i] for i in reversed(range(5000))}, large == {i: [i + (i == 4999)] for i in range(5000)})
x, y = OrderedDict([(1, 2), (3, 4)]), OrderedDict([(3, 4), (1, 2)])
print("ordered =", x == y, x != y, x == dict(y), dict(x) == y, x == OrderedDict(x))
print("by name =", x.__eq__(3), x.__eq__(y), x.__ne__(y))
del x[1]
x[1] = 2
print("reordered =", x == y, y == x)

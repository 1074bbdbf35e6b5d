"""sum over ints, bools and floats in every order, from every kind of iterable."""
from array import array
from collections import deque
from fractions import Fraction

ROWS = {
    "ints, then floats": [1, 2, 0.1, 0.2, 0.3],
    "floats, then ints": [0.1, 0.2, 1, 2, 0.3],
    "alternating": [1, 0.1, 2, 0.2, 3, 0.3],
    "bools": [True, 0.5, False, True],
    "bools, then a float": [True, True, 0.5],
    "large ints": [2**47, 0.5, 2**53, 1, 1],
    "int beyond floats": [2**53, 1, 0.5],
    "int beyond 64 bits": [0.5, 2**70, 0.25],
    "int sum beyond 64 bits": [2**63 - 1, 2**63 - 1, 0.5],
    "lost digits": [1e16, 1.0, -1e16, 1.0],
    "lost digits after ints": [1, 1e100, 1.0, -1e100],
    "infinite": [1.0, float("inf"), 2],
    "not a number": [float("inf"), float("-inf")],
    "zeros": [-0.0, -0.0],
    "complex": [1, 0.5, 1j, 0.5],
    "fraction": [1, 0.5, Fraction(1, 4)],
    "fraction, then floats": [Fraction(1, 4), 0.5, 0.25],
}

for name, items in ROWS.items():
    results = [
        sum(items),
        sum(tuple(items)),
        sum(item for item in items),
        sum(iter(items)),
        sum(deque(items)),
        sum(dict(enumerate(items)).values()),
    ]
    assert len({repr(result) for result in results}) == 1, results
    print(name, "=", repr(results[0]), "| from 0.5:", repr(sum(items, 0.5)), "| from -3:", repr(sum(items, -3)))

print("array of floats =", sum(array("d", [0.1] * 10)))
print("array of ints =", sum(array("q", [2**62] * 4)), sum(array("i", [1, -2, 3])))
print("range =", sum(range(10**6)), sum(range(5), 0.1))
print("bytes =", sum(b"abc"), sum(memoryview(b"abc")))


class Float(float):
    def __add__(self, other):
        return "own sum"


print("float subclass =", sum([Float(1.5), 2.5]), sum([2.5, Float(1.5)]))
for wrong in ([1, "a"], [1.5, "a"], [1.5, None]):
    try:
        sum(wrong)
    except TypeError as error:
        print("error", wrong, error)

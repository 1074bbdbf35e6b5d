print(True + True, True * 5, True == 1, isinstance(True, int), bool.__mro__ == (bool, int, object))
print(True & False, True | 0, True ^ True, type(True & True).__name__, type(True & 1).__name__, -True, +False)
print(sum([True, False, True]), ["no", "yes"][True], {1: "a"}[True], {True: 1, 1: 2, 1.0: 3})
print(1 == 1.0 == True, 1 + 1.5, 2 * 0.5, 7 // 2.0, 7 % 2.5, 2**0.5, 1 + 2j, 3 * 1j, True / 2)
print(type(1 + 1.0).__name__, type(4 / 2).__name__, type(4 // 2.0).__name__, type(2**-1).__name__, type(2**2).__name__)
print(bool("False"), bool(0.0), bool([]), bool([[]]), bool(None), str(True), repr(False))
print(1 < 2.5, 3 >= 3.0, 2**53 < 2.0**53 + 1, 10**400 > 1e308, float("nan") == float("nan"), 1 < float("inf"))
try:
    10**400 + 1.0
except OverflowError as error:
    print(error)
try:
    int("1" * 5000)
except ValueError as error:
    print(error)
print((3 + 4j) * (1 - 2j), abs(3 + 4j), (3 + 4j).conjugate(), (1 + 2j) ** 2, complex(1, -0.0), complex("1+2j"), 1j * 1j, (2 + 0j) == 2, -(1 + 2j), (1 + 2j) / (1 - 1j))

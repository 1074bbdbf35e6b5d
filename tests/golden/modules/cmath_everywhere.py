# The functions of cmath over a grid of special values, and over random numbers of all sizes.
import cmath
import math
import random
from zlib import crc32

PARTS = [0.0, 0.5, 1.0, 2.0, math.pi, 710.0, 745.0, 1e200, 1e308, 5e-324, 1e-310, math.inf]
parts = PARTS + [-part for part in PARTS] + [math.nan]
random.seed(5)


def of_any_size():
    return random.gauss(0, 1) * 10 ** random.randint(-300, 300)


grid = [complex(x, y) for x in parts for y in parts]
moderate = [complex(random.uniform(-10, 10), random.uniform(-10, 10)) for _ in range(300)]
sizes = [complex(of_any_size(), of_any_size()) for _ in range(300)]


def result(function, *arguments):
    try:
        value = function(*arguments)
    except (ValueError, OverflowError) as error:
        return f"{type(error).__name__} {error}"
    if isinstance(value, complex):
        return f"{value.real:.9g} {value.imag:.9g}"
    parts = value if isinstance(value, tuple) else (value,)
    return " ".join(f"{part:.9g}" for part in parts)


def show(name, function, arguments):
    """Prints a few results and a checksum of all, to nine digits: C libraries differ in the last."""
    results = [result(function, *each) for each in arguments]
    print(name, len(results), crc32("\n".join(results).encode()))
    for at in range(0, len(results), 211):
        print("   ", *arguments[at], "->", results[at])


UNARY = "acos acosh asin asinh atan atanh cos cosh exp log log10 sin sinh sqrt tan tanh phase polar"
for name in UNARY.split() + ["isnan", "isinf", "isfinite"]:
    for kind, numbers in [("grid", grid), ("moderate", moderate), ("sizes", sizes)]:
        show(f"{name} {kind}", getattr(cmath, name), [(z,) for z in numbers])
show("rect", cmath.rect, [(z.real, z.imag) for z in grid + moderate])
show("log to a base", cmath.log, [(z, w) for z, w in zip(moderate, sizes)])
show("isclose", cmath.isclose, [(z, z * (1 + 2e-9)) for z in grid + moderate])

print("--- arguments ---")


class Complex:
    def __complex__(self):
        return 3 + 4j


class Float:
    def __float__(self):
        return 2.5


class Index:
    def __index__(self):
        return 9


for value in (Complex(), Float(), Index(), True, 3, 10**400, [], None, "1", b"1"):
    try:
        print(type(value).__name__, cmath.sqrt(value), cmath.phase(value), cmath.polar(value))
    except (TypeError, OverflowError) as error:
        print(type(value).__name__, type(error).__name__, error)
for arguments in [(1j, 1), (8, 2), (0,), (2, 0), (1, 2, 3)]:
    try:
        print(arguments, cmath.log(*arguments))
    except (TypeError, ValueError) as error:
        print(arguments, type(error).__name__, error)
for one, two, tolerances in [
    (1, 1 + 1e-10, {}),
    (1, 2, {"rel_tol": -1}),
    (math.inf, math.inf, {}),
    (1e-20, 0, {"abs_tol": 1e-10}),
    ("a", 1, {}),
]:
    try:
        print(one, two, tolerances, cmath.isclose(one, two, **tolerances))
    except (TypeError, ValueError) as error:
        print(one, two, tolerances, type(error).__name__, error)
print(cmath.infj, cmath.nanj, cmath.tau, cmath.sqrt)

print("--- inverse hyperbolic functions of real numbers ---")
for name, least in [("asinh", -9.0), ("acosh", 1.0), ("atanh", -0.9)]:
    function = getattr(math, name)
    numbers = [least + step * (0.9 - min(least, 0)) / 7 for step in range(8)]
    print(name, *[f"{function(x):.9g}" for x in numbers])

# Complex functions of special values (C99, annex G), near branch cuts, and of what is large or small.
import cmath
import itertools

special = [float("-inf"), -2.3, -0.0, 0.0, 2.3, float("inf"), float("nan")]
others = [complex(a, b) for a in (1.0, -1.0, 1e-320, 1e200, -1e308, 710.5, -710.5) for b in (0.0, -0.0, 1e-300, 3.0)]
names = ["sqrt", "exp", "log", "log10", "sin", "cos", "tan", "sinh", "cosh", "tanh", "asin", "acos", "atan", "asinh", "acosh",
         "atanh"]


def says(function, *arguments):
    try:
        z = function(*arguments)
    except (ValueError, OverflowError) as error:
        return f"{type(error).__name__}: {error}"
    return f"{z.real:.12g} {z.imag:.12g}"


for name in names:
    for z in itertools.chain(itertools.starmap(complex, itertools.product(special, special)), others):
        print(name, z, "=", says(getattr(cmath, name), z))
for r, phi in itertools.product(special, special):
    print("rect", r, phi, "=", says(cmath.rect, r, phi))
for wrong in (lambda: cmath.sqrt("1"), lambda: cmath.rect("1", 2), lambda: cmath.log(1, 0), lambda: cmath.log(0), lambda: cmath.atanh(1)):
    try:
        print(wrong())
    except (TypeError, ValueError, ZeroDivisionError) as error:
        print(type(error).__name__, error)
print(cmath.log(8, 2), cmath.polar(3 + 4j), cmath.log(1 + 1e-12j).real)

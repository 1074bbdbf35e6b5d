# Conversions that return an instance of a derived class, and `~` of a bool, warn.
import warnings


class Number(int):
    pass


class Fraction(float):
    pass


class Pair(complex):
    pass


class Odd:
    def __int__(self):
        return True

    def __index__(self):
        return Number(3)

    def __float__(self):
        return Fraction(1.5)

    def __complex__(self):
        return Pair(1, 2)


def attempt(name, function):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        result = function()
    for warning in caught:
        print(name, "|", warning.category.__name__, "|", warning.message)
    print(name, "|", type(result).__name__, result, len(caught))


attempt("int", lambda: int(Odd()))
attempt("float", lambda: float(Odd()))
attempt("complex", lambda: complex(Odd()))
attempt("index", lambda: [0, 1, 2, 3][Odd()])
flag = len("x") == 1
attempt("invert", lambda: ~flag)
attempt("no warning", lambda: ~1)

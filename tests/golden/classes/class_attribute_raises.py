"""`isinstance` asks `__class__` of objects of all kinds, whose property may raise or name another class."""


def failing(base):
    class Failing(base):
        @property
        def __class__(self):
            raise ZeroDivisionError("asked for the class")

    return Failing()


def claiming(base, claimed):
    class Claiming(base):
        __class__ = property(lambda self: claimed)

    return Claiming()


def missing(base):
    class Missing(base):
        @property
        def __class__(self):
            raise AttributeError("no class")

    return Missing()


def matched(subject):
    match subject:
        case complex():
            return "complex"
        case _:
            return "something else"


def attempt(function, *arguments):
    try:
        return function(*arguments)
    except ZeroDivisionError as error:
        return f"raises {error}"


for base in (object, Exception, list, dict, int, str, tuple, set, bytes, bytearray, float):
    value = failing(base)
    print(base.__name__, "own class =", attempt(isinstance, value, type(value)))
    print(base.__name__, "base =", attempt(isinstance, value, base))
    for name, info in {"another": complex, "type": type, "tuple": (base, complex), "tuple of others": (complex, type),
                       "union": complex | None}.items():
        print(base.__name__, name, "=", attempt(isinstance, value, info))
    print(base.__name__, "matched =", attempt(matched, value))
    value = claiming(base, complex)
    print(base.__name__, "claimed =", isinstance(value, complex), isinstance(value, base), isinstance(value, type))
    print(base.__name__, "matches the claim =", matched(value))
    print(base.__name__, "without a class =", isinstance(missing(base), complex))

"""The methods that `int()` and `operator.index()` ask, and results of classes derived from int."""

import operator
import warnings


class Index:
    def __index__(self):
        return True


class Int:
    def __int__(self):
        return True


class DerivedInt(int):
    def __int__(self):
        return True


class TruncToIndex:
    def __trunc__(self):
        return Index()


class TruncToInt:
    def __trunc__(self):
        return Int()


class TruncToBool:
    def __trunc__(self):
        return True


class TruncToNumber:
    def __trunc__(self):
        return 3


def attempt(label, act):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            result = act()
            result = f"{result!r} of {type(result).__name__}"
        except TypeError as error:
            result = f"TypeError: {error}"
    print(f"{label}:", result)
    for warning in caught:
        print("   ", warning.category.__name__, warning.message)


for kind in [Index, Int, DerivedInt, TruncToIndex, TruncToInt, TruncToBool, TruncToNumber]:
    attempt(f"int({kind.__name__})", lambda: int(kind()))
attempt("operator.index(Index)", lambda: operator.index(Index()))
attempt("a subscript", lambda: [10, 20][Index()])
with warnings.catch_warnings():
    warnings.simplefilter("error")
    attempt("as an error", lambda: None)
    try:
        int(TruncToNumber())
    except DeprecationWarning as error:
        print("raised:", error)

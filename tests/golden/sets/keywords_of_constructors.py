"""Keyword arguments to sets and to classes derived from them."""

import operator


class Plain(set):
    pass


class PlainFrozen(frozenset):
    pass


class WithInit(set):
    def __init__(self, items, extra=None):
        super().__init__(items)
        self.extra = extra


class WithNew(set):
    def __new__(cls, items, extra=None):
        return super().__new__(cls, items)


class FrozenInit(frozenset):
    def __init__(self, items, extra=None):
        self.extra = extra


class FrozenNew(frozenset):
    def __new__(cls, items, extra=None):
        return super().__new__(cls, items)


def show(label, function, *arguments, **keywords):
    try:
        print(label, "->", sorted(function(*arguments, **keywords)))
    except Exception as error:
        print(label, "!!", type(error).__name__, error)


for kind in (set, frozenset, Plain, PlainFrozen, WithInit, WithNew, FrozenInit, FrozenNew):
    show(f"{kind.__name__} positional", kind, [1, 2])
    show(f"{kind.__name__} extra", kind, [1, 2], extra=3)
    show(f"{kind.__name__} sequence", kind, sequence=())
for argument in (1, None, object):
    for function in (operator.countOf, operator.indexOf):
        try:
            print(function.__name__, function(argument, 1))
        except TypeError as error:
            print(function.__name__, error)
for text in ("12", "\u0661\u0662", "1_0", " 1 ", "\u20071"):
    for value in (text.encode(), bytearray(text.encode())):
        try:
            print("float", ascii(value), float(value))
        except ValueError as error:
            print("float", error)

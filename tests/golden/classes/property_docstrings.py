class Plain(property):
    pass


class Documented(property):
    """The class's own text."""


class Slotted(property):
    __slots__ = ()


def first(self):
    "first text"


def second(self):
    "second text"


def silent(self):
    pass


for kind in property, Plain, Documented:
    print(kind.__name__, "from the getter:", kind(first).__doc__)
    print(kind.__name__, "given:", kind(first, doc="given").__doc__)
    print(kind.__name__, "of no getter:", kind().__doc__)
    print(kind.__name__, "of a silent getter:", kind(silent).__doc__)
    print(kind.__name__, "new getter:", kind(first).getter(second).__doc__)
    print(kind.__name__, "new silent getter:", kind(first).getter(silent).__doc__)
    print(kind.__name__, "given, new getter:", kind(first, doc="given").getter(second).__doc__)
    print(kind.__name__, "new setter:", kind(first).setter(second).__doc__)
    print(kind.__name__, "given, new setter:", kind(first, doc="given").setter(second).__doc__)
try:
    Slotted(first)
except AttributeError as error:
    print("slotted:", error)
print("slotted and silent:", Slotted(silent).__doc__)
kept = property(first).getter(None)
print("getter of None:", kept.fget is first)

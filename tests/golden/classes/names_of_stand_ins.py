"""dir() of objects whose __class__ is hidden, or another object; comparisons that cannot be bound."""


class Hidden:
    @property
    def __class__(self):
        raise AttributeError


class Failing:
    @property
    def __class__(self):
        raise ValueError("no class")


class StandIn:
    def __init__(self):
        self.__dict__ = {"__bases__": (dict,), "own": 1}


class Proxy:
    __class__ = property(lambda self: StandIn())


hidden = Hidden()
print(dir(hidden))
hidden.visible = 1
print(dir(hidden))
try:
    dir(Failing())
except ValueError as error:
    print(error)
print([name for name in dir(Proxy()) if name in ("own", "keys", "__len__", "__weakref__")])


class Unbound:
    @property
    def __eq__(self):
        raise ValueError("no method")

    __hash__ = object.__hash__


one = Unbound()
print("equal:", one == one, one == Unbound(), one != one)


class First:
    __slots__ = ("a", "b")


class Second:
    __slots__ = ["b", "a"]


# The order of slots does not matter for the layout.
first = First()
first.a, first.b = 1, 2
first.__class__ = Second
print(type(first).__name__, first.a, first.b)


def local():
    class Inner:
        __slots__ = "empty"

    return Inner()


for read in (lambda o: o.empty, lambda o: o.other):
    try:
        read(local())
    except AttributeError as error:
        print(error)


class Mapping(dict):
    def keys(self):
        return ["z", "x"]


print(eval("dir()", {}, Mapping(a=1)))

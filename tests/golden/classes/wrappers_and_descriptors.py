"""Dictionaries of wrapped functions, descriptors bound to nothing, and attributes of classes that cannot change."""

import gc
import types


def show(function, *args):
    try:
        print(repr(function(*args)))
    except BaseException as error:
        print(type(error).__name__, error)


def function():
    "documentation"


wrapped = classmethod(function)
print(wrapped.__dict__)
wrapped.x = 42
print(wrapped.__dict__["x"], wrapped.__dict__["__name__"])
print(staticmethod(None).__dict__)

for descriptor in [function, dict.get, dict.__dict__["fromkeys"], int.__add__, int.real, property()]:
    show(descriptor.__get__, None, None)
show(dict.get.__get__, 1)
show(dict.__dict__["fromkeys"].__get__, None, int)

qualname = type.__dict__["__qualname__"]
show(qualname.__set__, str, "x")
print(str.__qualname__)


class Abstract:
    pass


show(delattr, Abstract, "__abstractmethods__")
Abstract.__abstractmethods__ = {"method"}
show(Abstract)
del Abstract.__abstractmethods__
print(type(Abstract()).__name__)
Abstract.__module__ = "elsewhere"
print("__firstlineno__" in vars(Abstract), Abstract)


class Mixin:
    pass


print(type("Number", (Mixin, int), {}).__base__, bool.__base__, object.__base__)


class Super(super):
    pass


class Base:
    def name(self):
        return "base"


class Derived(Base):
    def name(self):
        return type(self.parent).__name__, self.parent.name()


Derived.parent = Super(Derived)
print(Derived().name())

one, two, none = types.CellType(1), types.CellType(2), types.CellType()
print("cells", one < two, one == types.CellType(1), none < one, none == types.CellType())
show(hash, one)


class Slots:
    __slots__ = ()


objects = [1, "a", None, [], {}, {1: []}, (), ([],), ({},), int, Slots, Slots(), Base(), gc]
print("tracked", [gc.is_tracked(object) for object in objects])
alive = []


class Lazarus:
    def __del__(self):
        alive.append(self)


lazarus = Lazarus()
print("before its end", gc.is_finalized(lazarus), gc.is_finalized(3))
del lazarus
print("after it", gc.is_finalized(alive.pop()))


class Text(str):
    def __bytes__(self):
        return b"own"


class Blocked(list):
    __bytes__ = None


print(bytes(Text("\u20ac")), bytes(Text("\u20ac"), "iso8859-15"))
show(bytes, Blocked([1]))

"""Assigning `__bases__` where instances are freed in another way, deleting a class' own attributes, and
the look-ups of `copy`."""

import copy
from zoneinfo import ZoneInfo


def show(name, make):
    try:
        print(name, "=", repr(make()))
    except Exception as error:
        print(name, "raises", type(error).__name__, error)


class A: pass
class B: pass
class A1(A): pass
class B1(B): pass
class Slots: __slots__ = ("x",)
class Slots1(Slots): pass
class Int(int): pass
class Int1(Int): pass
class Zone(ZoneInfo): pass


show("a class without bases", lambda: setattr(A, "__bases__", (B,)))
show("a class with one", lambda: setattr(A1, "__bases__", (B,)))
show("to object", lambda: setattr(B1, "__bases__", (object,)))
show("slots away", lambda: setattr(Slots1, "__bases__", (object,)))
show("int", lambda: setattr(Int1, "__bases__", (int,)))
show("another than int", lambda: setattr(Int1, "__bases__", (A,)))
for name in "__doc__", "__module__", "__annotations__", "__name__", "__bases__", "__dict__", "__mro__":
    show(f"delete {name}", lambda: delattr(A, name))


class Meta(type): pass
class Made(metaclass=Meta): pass


show("the namespace", lambda: setattr(Made, "__dict__", {}))
show("weak references", lambda: setattr(A1(), "__weakref__", 1))


class Dict(dict): pass
class Dict1(Dict):
    def __new__(cls):
        return object.__new__(cls)


show("made by object", Dict1)


class Watched:
    def __getattribute__(self, name):
        print("  looks up", name)
        return object.__getattribute__(self, name)


show("copied", lambda: type(copy.copy(Watched())))
show("deeply", lambda: type(copy.deepcopy(Watched())))
show("zones", lambda: [ZoneInfo("UTC"), Zone("UTC"), str(Zone("UTC"))])

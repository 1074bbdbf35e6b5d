"""`singledispatchmethod`: which methods are kept for instances."""

import functools


class Plain:
    @functools.singledispatchmethod
    def show(self, value):
        return "any", value

    @show.register
    def _(self, value: int):
        return "int", value


class WithoutReferences(Plain):
    __slots__ = ()


class Slotted:
    __slots__ = ()
    show = Plain.__dict__["show"]


class Unhashable:
    __hash__ = None

    @functools.singledispatchmethod
    @classmethod
    def show(cls, value):
        return cls.__name__, value

    @show.register
    @classmethod
    def _(cls, value: str):
        return cls.__name__, "str", value


plain = Plain()
print("kept =", plain.show is plain.show, plain.show is Plain().show)
print("calls =", plain.show(1), plain.show("a"), Plain().show(2))
print("a derived class =", WithoutReferences().show(3))
print("unhashable =", Unhashable().show("x"), Unhashable.show(4))
slotted = Slotted()
print("not kept without weak references =", slotted.show is slotted.show, slotted.show(5), slotted.show("b"))
print("nor from then on =", plain.show is plain.show, plain.show(6))

"""`__add__` and the like of sequences, called by name, raise where the operator would ask the other
operand; so do derived classes that call `super()`."""

import array
import collections


def show(label, function, *arguments):
    try:
        print(label, "->", function(*arguments))
    except Exception as error:
        print(label, "!!", type(error).__name__, error)


class Adds:
    def __radd__(self, other):
        return "added"

    def __rmul__(self, other):
        return "multiplied"


SEQUENCES = ["ab", b"ab", bytearray(b"ab"), [1], (1,), collections.deque([1]), array.array("i", [1])]
for sequence in SEQUENCES:
    name = type(sequence).__name__
    for other in (None, 1, 1.5, "a", b"a", [], (), sequence):
        shown = f"{name} {type(other).__name__}"
        show(f"{shown} __add__", sequence.__add__, other)
        show(f"{shown} +", lambda: sequence + other)
        show(f"{shown} __mul__", sequence.__mul__, other)
        show(f"{shown} __rmul__", sequence.__rmul__, other)
        show(f"{shown} *", lambda: sequence * other)
        show(f"{shown} reversed *", lambda: other * sequence)
        if hasattr(sequence, "__imul__") and other != 1:
            show(f"{shown} __imul__", sequence.__imul__, other)
    show(f"{name} + Adds", lambda: sequence + Adds())
    show(f"{name} * Adds", lambda: sequence * Adds())


class Text(str):
    def __add__(self, other):
        return Text(super().__add__(other))


show("derived +", lambda: Text("a") + 1)
show("derived + text", lambda: Text("a") + "b")


class Items(list):
    pass


show("derived list", lambda: Items() + 1)
for name in ("__add__", "__len__", "__getitem__", "__contains__", "__eq__", "__getnewargs__"):
    for arguments in ((), (1, 2), (1, 2, 3)):
        show(f"str.{name}{arguments}", getattr("a", name), *arguments)
show("pow", (2).__pow__)
show("pow 3", (2).__pow__, 1, 2, 3)
show("get", len.__eq__)

# When a program ends, what only its modules held is collected: finalizers still see all names.
import sys
import weakref


class Noted:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("end of", self.name, "| sees", TEXT, Noted.__name__, later, sys is not None)


TEXT = "text"
second = Noted("second")
first = Noted("first")
_private = Noted("_private")
later = "later"
cycle = Noted("cycle")
cycle.me = cycle
in_list = [Noted("list 0"), Noted("list 1")]
in_tuple = (Noted("tuple 0"), Noted("tuple 1"))
in_dict = {"a": Noted("dict a"), "b": Noted("dict b")}
deep = [[Noted("deep")]]
last = Noted("last")


def keeps(argument=Noted("default")):
    return argument


class Held:
    attribute = Noted("class attribute")


class Plain:
    pass


plain = Plain()
weakref.finalize(plain, print, "finalize of plain")
reference = weakref.ref(plain, lambda reference: print("the reference goes, too"))


def suspended(name):
    try:
        yield
    finally:
        print("generator", name, "sees", plain is not None)


one = suspended("one")
next(one)
two = suspended("two")
next(two)

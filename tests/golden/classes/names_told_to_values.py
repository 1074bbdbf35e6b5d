# `__set_name__` of values whose classes derive from built-in ones.
from collections import OrderedDict, deque
from enum import IntEnum


class Told:
    def __set_name__(self, owner, name):
        self.told = f"{owner.__name__}.{name}"


BASES = (int, float, complex, str, bytes, bytearray, tuple, list, dict, set, frozenset, deque, OrderedDict, Exception, object)
for base in BASES:
    kind = type("Own" + base.__name__.title(), (Told, base), {})
    value = kind()
    owner = type("Owner", (), {"field": value, "plain": base()})
    print(kind.__name__, owner.field.told)


class OfTuple(Told, tuple):
    pass


class Holder:
    one = two = OfTuple((1, 2))


print(Holder.one.told, Holder.two is Holder.one)


class Refused(int):
    __set_name__ = None


try:

    class Bad:
        field = Refused(3)

except Exception as error:
    print(type(error).__name__, error, error.__notes__)


class Raises(str):
    def __set_name__(self, owner, name):
        raise KeyError(name)


try:

    class Worse:
        field = Raises("x")

except Exception as error:
    print(type(error).__name__, error, error.__notes__)


class Color(IntEnum):
    RED = 1


class Uses:
    color = Color.RED
    number = True


print(Uses.color, Uses.number)

"""`__new__` and class methods refuse what is no class of theirs."""

import weakref

CALLS = [
    lambda: weakref.ref.__new__(True, int),
    lambda: weakref.ref.__new__(5, int),
    lambda: BaseException.__new__(int),
    lambda: BaseException.__new__(OSError),
    lambda: object.__new__(5),
    lambda: object.__new__(int),
    lambda: int.__new__(bool),
    lambda: int.__new__(str),
    lambda: int.__new__(),
    lambda: dict.__new__(5),
    lambda: dict.__new__(list),
    lambda: tuple.__new__(list, ()),
    lambda: str.__new__(int),
    lambda: type.__new__(int, "x", (), {}),
    lambda: property.__new__(str),
    lambda: enumerate.__new__(zip),
]

for call in CALLS:
    try:
        print(call())
    except TypeError as error:
        print(error)


class Sub(int):
    def __new__(cls, value):
        return int.__new__(cls, value) if value else object.__new__(cls)


print(Sub(5))
try:
    Sub(0)
except TypeError as error:
    print(error)

"""`__new__` of built-in classes, called again and again for derived classes, also after these changed."""


class Text(str):
    pass


class Number(int):
    pass


class Both(Text):
    def __new__(cls, *args):
        return super().__new__(cls, *args)


def shown(action):
    try:
        return repr(action())
    except TypeError as error:
        return f"TypeError: {error}"


for turn in range(3):
    print(turn, "own", shown(lambda: str.__new__(Text, "a")), shown(lambda: int.__new__(Number, "7")), Both("b"))
    print(turn, "object", shown(lambda: object.__new__(Text)), shown(lambda: object.__new__(Number)))
    print(turn, "other", shown(lambda: int.__new__(Text)), shown(lambda: tuple.__new__(Both)))


class First:
    pass


class Second(Exception):
    pass


class Changing(First):
    pass


print("before", type(object.__new__(Changing)).__name__, type(object.__new__(Changing)).__name__)
First.__new__ = lambda cls: object.__new__(cls)
print("changed", type(Changing()).__name__, type(object.__new__(Changing)).__name__)
print("exception", shown(lambda: object.__new__(Second)), shown(lambda: BaseException.__new__(Second, 1)))

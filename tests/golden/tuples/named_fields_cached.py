"""Fields of named tuples at one place of the program: of several classes, with values that hide them or not."""
from collections import namedtuple

Point = namedtuple("Point", "x y")
Pixel = namedtuple("Pixel", "colour x y")


class Named(Point):
    def __init__(self, *args):
        self.note = "n"


class Hidden(Point):
    x = property(lambda self: "hidden")


class Falling(Point):
    def __getattr__(self, name):
        return "fallen " + name


def look(value):
    try:
        return value.x, value.y
    except (AttributeError, TypeError) as error:
        return f"{type(error).__name__}: {error}"


values = [Point(1, 2), Pixel("red", 3, 4), Named(5, 6), Hidden(7, 8), Falling(9, 10), (1, 2), None]
for turn in range(3):
    print(turn, [look(value) for value in values])
print("missing", values[4].z, getattr(values[0], "z", "no z"))
for change in (lambda: setattr(values[0], "x", 1), lambda: delattr(values[0], "x")):
    try:
        change()
    except AttributeError as error:
        print("change", error)
Point.x = "replaced"
print("replaced", [look(value) for value in values])
try:
    print(Point.y.__get__([1, 2]))
except TypeError as error:
    print("other", error)

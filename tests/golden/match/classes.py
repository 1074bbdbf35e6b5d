from dataclasses import dataclass


@dataclass
class Point:
    x: int
    y: int


class Plain:
    __match_args__ = ("first",)

    def __init__(self, first, second):
        self.first, self.second = first, second


class Sub(Point): ...


def f(v):
    match v:
        case Point(0, 0):
            return "origin"
        case Point(x=0, y=y):
            return f"on the y axis at {y}"
        case Point(x, y=0):
            return f"on the x axis at {x}"
        case Sub(x, y):
            return f"sub {x},{y}"
        case Point():
            return "somewhere"
        case Plain(1, second=s):
            return f"plain {s}"
        case Plain(second=[a, *_]):
            return f"plain with list {a}"
        case int(n) | str(n):
            return f"builtin {n}"
        case list([Point(x=x), *_]):
            return f"list of points from {x}"
        case dict(d):
            return f"dict {d}"
        case bool() | None:
            return "never bool: int came first"
    return "?"


for v in (Point(0, 0), Point(0, 3), Point(4, 0), Sub(1, 2), Point(1, 1), Plain(1, 2), Plain(2, "ab"), Plain(3, [9]), 5, "s", True, [Point(7, 8)], {"k": 1}, None, 2.5):
    print("f(v) =", f(v))
try:
    match Plain(1, 2):
        case Plain(1, 2):
            pass
except TypeError as error:
    print(error)
try:
    match 5:
        case f():
            pass
except TypeError as error:
    print(error)
try:
    match 5:
        case int(a, b):
            pass
except TypeError as error:
    print(error)


def simplify(e):
    match e:
        case ("+", 0, x) | ("+", x, 0):
            return simplify(x)
        case ("*", 1, x) | ("*", x, 1):
            return simplify(x)
        case (op, a, b):
            return (op, simplify(a), simplify(b))
    return e


print("simplify((\"+\", 0, (\"*\", 1, (\"+\", \"x\", (\"*\", \"y\", 1))))) =", simplify(("+", 0, ("*", 1, ("+", "x", ("*", "y", 1))))))

class Point:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


p = Point(1, 2)
print("p.x =", p.x)
print("p.y =", p.y)
print("hasattr(p, \"__dict__\") =", hasattr(p, "__dict__"))
print("Point.__slots__ =", Point.__slots__)
try:
    p.z = 3
except AttributeError as error:
    print(error)
del p.x
try:
    p.x
except AttributeError as error:
    print(error)
p.x = 10
print(p.x, type(Point.x).__name__)


class Sub(Point):
    pass


s = Sub(1, 2)
s.z = 3
print("s.x =", s.x)
print("s.z =", s.z)
print("s.__dict__ =", s.__dict__)


class Empty:
    __slots__ = ()


try:
    Empty().a = 1
except AttributeError as error:
    print(error)
try:
    class Bad:
        __slots__ = ("a",)
        a = 1
except ValueError as error:
    print(error)

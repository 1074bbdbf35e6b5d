class Loud:
    def __init__(self, name):
        self.name = name

    def __add__(self, other):
        print(f"{self.name}.__add__")
        return NotImplemented

    def __radd__(self, other):
        print(f"{self.name}.__radd__")
        return "radd"

    def __lt__(self, other):
        print(f"{self.name}.__lt__")
        return NotImplemented

    def __gt__(self, other):
        print(f"{self.name}.__gt__")
        return True

    def __eq__(self, other):
        print(f"{self.name}.__eq__")
        return NotImplemented


class Louder(Loud):
    def __radd__(self, other):
        print(f"{self.name}.__radd__ of the subclass")
        return "first"


a, b, s = Loud("a"), Loud("b"), Louder("s")
print(1 + a)
try:
    print(a + b)
except TypeError as error:
    print(error)
print(a + s)
print("a < b =", a < b)
print("a == b =", a == b)
print("a == a =", a == a)
print("a != b =", a != b)
x = a
x += s
print(x)

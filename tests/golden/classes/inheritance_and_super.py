class Base:
    def __init__(self, x):
        self.x = x

    def hello(self):
        return "Base.hello"

    def who(self):
        return self.hello()


class Child(Base):
    def __init__(self, x, y):
        super().__init__(x)
        self.y = y

    def hello(self):
        return "Child.hello > " + super().hello()


class Grandchild(Child):
    def hello(self):
        return "Grandchild.hello > " + super().hello()


c = Grandchild(1, 2)
print(c.x, c.y, c.who())
print([k.__name__ for k in Grandchild.__mro__])
print(super(Child, c).hello(), super(Grandchild, c).hello())


class A:
    def f(self):
        return "A"


class B(A):
    def f(self):
        return "B" + super().f()


class C(A):
    def f(self):
        return "C" + super().f()


class D(B, C):
    def f(self):
        return "D" + super().f()


print(D().f(), [k.__name__ for k in D.__mro__])
try:
    class X(A, B): pass
except TypeError as error:
    print(str(error).splitlines()[0])
print("issubclass(D, A) =", issubclass(D, A))
print("isinstance(D(), (int, C)) =", isinstance(D(), (int, C)))
print("D.__bases__ == (B, C) =", D.__bases__ == (B, C))
print("A.__subclasses__() == [B, C] =", A.__subclasses__() == [B, C])
try:
    class Bad(1): pass
except TypeError as error:
    print(error)

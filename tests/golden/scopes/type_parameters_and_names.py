"""Names in type aliases, and around generic classes: comprehensions, private names, later changes of a class."""

type Pairs[T] = [T for T in T.__name__]
print(Pairs.__value__)
type Lazy[T] = lambda: T
print("lazy", Lazy.__value__() is Lazy.__type_params__[0])


def function():
    T = "ab"
    type Letters = {T for T in T}
    return sorted(Letters.__value__)


print(function())


class __Base:
    def __init_subclass__(cls, **keywords):
        print(cls.__name__, keywords)


class Derived[T](__Base, __keyword=1):
    pass


def base(argument):
    return type("Base", (), {"argument": argument})


class Y[T: __Base, __U](base(lambda: __Base), base([__Base for _ in "a"]), base(__U)):
    __own = 1


print("bound", Y.__type_params__[0].__bound__ is __Base, Y.__bases__[0].__dict__["argument"]() is __Base)
print(Y.__bases__[1].argument[0] is __Base, Y.__bases__[2].argument, Y._Y__own)


class X:
    T = int

    def method[U: T](self): ...

    type Alias = T


X.T = float
print(X.method.__type_params__[0].__bound__, X.Alias.__value__, "__classdictcell__" in vars(X))


class Assigned:
    def __init__(self):
        self.b = self.c = self.a = 1


print(Assigned.__static_attributes__)

class Base:
    def __init__(self, **kw):
        print("Base", kw)


class Left(Base):
    def __init__(self, left=0, **kw):
        print("Left", left)
        super().__init__(**kw)


class Right(Base):
    def __init__(self, right=0, **kw):
        print("Right", right)
        super().__init__(**kw)


class Both(Left, Right):
    def __init__(self, **kw):
        print("Both")
        super().__init__(**kw)


Both(left=1, right=2, rest=3)
print([c.__name__ for c in Both.__mro__])


class Mixin:
    def describe(self):
        return f"{type(self).__name__} " + super().describe()


class Thing:
    def describe(self):
        return "a thing"


class Special(Mixin, Thing): ...


print(Special().describe())


class Lazy:
    def __init__(self, f):
        self.f = f

    def __get__(self, obj, cls):
        if obj is None:
            return self
        value = obj.__dict__[self.f.__name__] = self.f(obj)
        return value


class Config:
    @Lazy
    def data(self):
        print("loading")
        return [1, 2]


c = Config()
print(c.data, c.data, Config.__dict__["data"].f.__name__)


class Chain:
    def __init__(self):
        self.calls = []

    def __getattr__(self, name):
        def call(*args):
            self.calls.append((name, *args))
            return self

        return call


print(Chain().select("a").where("b", 1).limit(2).calls)


class Cmp:
    def __init__(self, v):
        self.v = v

    def __eq__(self, o):
        return self.v == o.v

    def __lt__(self, o):
        return self.v < o.v


print("Cmp(1) == Cmp(1) =", Cmp(1) == Cmp(1))
print("Cmp(1) != Cmp(2) =", Cmp(1) != Cmp(2))
print("Cmp(1) < Cmp(2) =", Cmp(1) < Cmp(2))
print("Cmp(1) > Cmp(2) =", Cmp(1) > Cmp(2))
print("max(Cmp(1), Cmp(3)).v =", max(Cmp(1), Cmp(3)).v)
try:
    Cmp(1) <= Cmp(2)
except TypeError as error:
    print(error)

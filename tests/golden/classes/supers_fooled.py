"""super() as an instruction, against programs that change what it finds."""


class A:
    def m(self):
        return "A.m"

    @classmethod
    def c(cls):
        return "A.c " + cls.__name__

    @staticmethod
    def s():
        return "A.s"

    @property
    def p(self):
        return "A.p"

    data = "A.data"


class B(A):
    def m(self):
        return "B>" + super().m()

    @classmethod
    def c(cls):
        return "B>" + super().c()

    @staticmethod
    def s():
        try:
            return super().s()
        except RuntimeError as e:
            return str(e)

    @property
    def p(self):
        return "B>" + super().p

    def all(self):
        return super().m(), super().c(), super().s(), super().p, super().data


class C(B):
    def m(self):
        return "C>" + super().m()

    @classmethod
    def c(cls):
        return "C>" + super().c()


for _ in range(3):
    r = [(o.m(), o.c(), o.s(), o.p, o.all()) for o in (B(), C(), B(), C())]
print(r)
print("B.c() =", B.c())
print("C.c() =", C.c())
print("B.c() =", B.c())

# A base changes between calls.
A.m = lambda self: "new A.m"
print(B().m(), C().m())
B.extra = lambda self: None
A.m = staticmethod(lambda: "static A.m")
print(B().m())
del A.m
for o in (B(), C()):
    try:
        o.m()
    except AttributeError as e:
        print(e)


# One code object, several classes, same receiver.
def mixin(base):
    class M(base):
        def f(self):
            return [M.label] + super().f()

    return M


class Root:
    def f(self):
        return ["root"]


M1 = mixin(Root)
M2 = mixin(M1)
M3 = mixin(M2)
M1.label, M2.label, M3.label = 1, 2, 3
print(M3().f(), M2().f(), M3().f(), M1().f())


# Diamonds: the class behind depends on the receiver.
class X:
    def who(self):
        return "X"


class L(X):
    def who(self):
        return "L" + super().who()


class R(X):
    def who(self):
        return "R" + super().who()


class D(L, R):
    def who(self):
        return "D" + super().who()


for _ in range(2):
    print(L().who(), D().who(), R().who())


# Constructors with keywords, __new__, natives behind.
class Base:
    def __new__(cls, *args, **kwargs):
        self = super().__new__(cls)
        self.made = cls.__name__
        return self

    def __init__(self, x=1, *, y=2):
        self.x, self.y = x, y


class Derived(Base):
    def __init__(self, z, **rest):
        super().__init__(**rest)
        self.z = z


class Keyed(dict):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        super().__setitem__("size", len(args))

    def __getitem__(self, key):
        return super().__getitem__(key) * 2

    def get(self, key, default=None):
        return super().get(key, default)


for _ in range(3):
    d = Derived(3, y=7)
    k = Keyed({"a": 1}, b=2)
print(d.made, d.x, d.y, d.z, k, k["a"], k.get("b"), k.get("q", 5))


# Metaclasses.
class Meta(type):
    def __new__(mcs, name, bases, ns, **kw):
        cls = super().__new__(mcs, name, bases, ns)
        cls.kw = kw
        return cls

    def __call__(cls, *args):
        return ("made", super().__call__(*args))

    def hello(cls):
        return "hello " + cls.__name__


class SubMeta(Meta):
    def hello(cls):
        return "sub " + super().hello()


class Uses(metaclass=SubMeta, flag=1):
    def __init__(self, n):
        self.n = n


print(Uses.kw, Uses(5)[1].n, Uses.hello(), Uses(6)[0])


# Assignments through super(), in closures, comprehensions, and with a shadowed name.
class P:
    def __setattr__(self, name, value):
        super().__setattr__(name, value * 2)

    def __getattr__(self, name):
        return "none " + name


class Q(P):
    def values(self):
        return [super().__getattr__(n) for n in ("a", "b")]

    def nested(self):
        def inner():
            return __class__.__name__, self.x

        return inner()

    def shadowed(self, super=lambda: "shadow"):
        return super().upper()

    def captured(self):
        keep = lambda: self
        return super().__getattr__("c"), keep() is self

    def rebound(self):
        self = Q()
        self.x = 8
        return super().__getattribute__("x")

    def of_class(self):
        return super().__class__, super().__init__.__self__ is self


q = Q()
q.x = 4
print(q.x, q.values(), q.nested(), q.shadowed(), q.captured(), q.rebound(), q.of_class())


def outside():
    return super().x


try:
    outside()
except RuntimeError as e:
    print(e)


class Wrong:
    def f(self):
        return super().missing


for _ in range(2):
    try:
        Wrong().f()
    except AttributeError as e:
        print(e)
    try:
        Wrong.f(5)
    except TypeError as e:
        print(e)

"""Attribute caches against programs that change what they remember."""
import gc
import sys
import types
import weakref


def case(name, *values):
    print(name, *values)


# One site, a class and an instance with a dictionary.
class C:
    def f(self):
        return "f"

    @classmethod
    def c(cls):
        return cls.__name__

    @staticmethod
    def s():
        return "s"

    data = 1


def kind_of_f(x):
    return type(x.f).__name__


def call_c(x):
    return x.c()


def call_s(x):
    return x.s()


def read(x):
    return x.data


c = C()
c.__dict__
case("class then instance", kind_of_f(C), kind_of_f(c), kind_of_f(C()), kind_of_f(C))
case("class methods", call_c(C), call_c(c), call_c(C()), call_c(C))
case("static methods", call_s(C), call_s(c), call_s(C()), call_s(C))

# Plain data in classes, replaced, hidden, deleted.
out = []
for step in range(6):
    out.append((read(C), read(c), read(C())))
    if step == 0:
        C.data = 2
    elif step == 1:
        c.data = 3
    elif step == 2:
        C.data = property(lambda self: "p")
    elif step == 3:
        C.data = 4
    elif step == 4:
        del c.data
case("data", out[0], out[1], out[2], out[3][1:], out[4], out[5])


# Methods replaced, hidden by instances, deleted.
class A:
    def m(self):
        return "A.m"


class B(A):
    pass


def call(x):
    try:
        return x.m()
    except AttributeError as e:
        return str(e)


a, b = A(), B()
out = []
for step in range(8):
    out.append((call(a), call(b)))
    if step == 1:
        B.m = lambda self: "B.m"
    elif step == 2:
        b.m = lambda: "b.m"
    elif step == 3:
        del B.m
    elif step == 4:
        del b.m
    elif step == 5:
        A.m = staticmethod(lambda: "static")
    elif step == 6:
        del A.m
case("methods", *out)


# More classes than a site holds.
many = [type(f"K{i}", (), {"m": (lambda self, i=i: i), "v": i, "__init__": lambda self: None}) for i in range(12)]
objects = [k() for k in many]


def value(x):
    return x.v


def assign(x, v):
    x.own = v


for _ in range(20):
    total = sum(call(o) + value(o) for o in objects)
    for n, o in enumerate(objects):
        assign(o, n)
case("many", total, sum(o.own for o in objects))
many[3].m = lambda self: 1000
many[4].v = 5000
objects[5].v = -1
objects[6].m = lambda: -2
case("many changed", [call(o) for o in objects], [value(o) for o in objects])
for o in objects:
    assign(o, -1)
case("many stored", [o.__dict__ for o in objects[:7] if "m" not in o.__dict__])


# A class that becomes a descriptor.
class Late:
    def __repr__(self):
        return "late"


class Holder:
    late = Late()
    own = Late()


def late(x):
    return x.late, x.own


h = Holder()
h.own = "own"
for _ in range(3):
    r = late(h)
case("no descriptor", r)
Late.__get__ = lambda self, obj, owner: ("got", obj is None)
case("descriptor", late(h), Holder.late)
Late.__set__ = lambda self, obj, value: print("set", value)
case("data descriptor", late(h))
h.own = 5
del Late.__get__, Late.__set__
case("no more", late(h))


# Assignment to __class__, of the object and of a descriptor.
class P:
    x = "P"

    def m(self):
        return "P.m"


class Q:
    x = "Q"

    def m(self):
        return "Q.m"


def both(o):
    return o.x, o.m()


p, d = P(), P()
d.__dict__["y"] = 1
out = []
for i in range(4):
    out.append((both(p), both(d)))
    p.__class__ = d.__class__ = Q if i % 2 == 0 else P
case("__class__", *out)


class Plain:
    pass


class Desc:
    def __get__(self, obj, owner):
        return "described"


class H2:
    attr = Plain()


def attr(x):
    return x.attr


h = H2()
case("before", type(attr(h)).__name__, type(attr(h)).__name__)
H2.__dict__["attr"].__class__ = Desc
case("after", attr(h))


# __getattr__ after a property that raises.
class G:
    def __getattr__(self, name):
        return "getattr " + name

    @property
    def p(self):
        raise AttributeError("inner")


case("__getattr__", [x.p for x in [G()] * 3], [x.q for x in [G()] * 3])
G.__getattribute__ = lambda self, name: "all " + name
case("__getattribute__", [x.p for x in [G()] * 3])
del G.__getattribute__, G.__getattr__
try:
    G().p
except AttributeError as e:
    case("neither", e)


# __setattr__ that comes later; properties with setters; slots.
class S:
    __slots__ = ("a", "b", "__dict__")

    @property
    def p(self):
        return self.a

    @p.setter
    def p(self, value):
        self.a = value * 2


def store(x, v):
    x.a = v
    x.p = v
    x.z = v
    return x.a, x.p, x.z


s = S()
case("store", store(s, 1), store(s, 2), store(S(), 3))
S.__setattr__ = lambda self, name, value: object.__setattr__(self, name, -value)
case("store with __setattr__", store(s, 1))
del S.__setattr__
case("store without", store(s, 1))
del s.a
try:
    s.a
except AttributeError as e:
    case("slot deleted", e)


class T(S):
    pass


T.moved = S.__dict__["a"]
t = T()
t.a = 7
t.moved = 8
case("slot under another name", t.a, t.moved, t.__dict__)


class Foreign:
    stolen = S.__dict__["a"]


for _ in range(3):
    try:
        Foreign().stolen
    except TypeError as e:
        r = str(e)
case("foreign slot", r)


class Appender:
    append = list.append


for _ in range(3):
    try:
        Appender().append(1)
    except TypeError as e:
        r = str(e)
case("foreign method", r)


# Modules: same site, several modules, attributes that come and go.
def answer(module):
    try:
        return module.answer
    except AttributeError as e:
        return str(e)


m1, m2 = types.ModuleType("m1"), types.ModuleType("m2")
out = [answer(m1)]
m1.answer = 1
m2.first, m2.answer = 0, 2
out += [answer(m1), answer(m2), answer(m1)]
del m2.first
out += [answer(m2)]
del m1.answer
out += [answer(m1)]
m1.__getattr__ = lambda name: name + "?"
out += [answer(m1), answer(m2)]
case("modules", *out)


# Attributes of functions, exceptions, subclasses of built-in types.
def tag(x):
    return getattr(x, "none", None), x.tag


def fa():
    pass


def fb():
    pass


class E(Exception):
    tag = "class"


class L(list):
    tag = "class"

    def size(self):
        return len(self)


def size(x):
    return x.size()


fa.tag, fb.other = "fa", 1
fb.tag = "fb"
e1, e2, l1, l2 = E(), E(), L(), L([1])
e2.tag, l2.tag = "e2", "l2"
l2.size = lambda: "hidden"
case("others", [tag(x)[1] for x in (fa, fb, e1, e2, l1, l2, e1, l1)], size(l1), size(l2), size(l1))


# Metaclasses.
class Meta(type):
    def who(cls):
        return "meta " + cls.__name__

    @property
    def prop(cls):
        return "prop " + cls.__name__


class M1(metaclass=Meta):
    own = "own"


class M2(M1):
    def who(self=None):
        return "M2.who"


def who(x):
    return x.who(), x.prop, x.own


case("metaclass", who(M1), who(M2), who(M1))
Meta.own = property(lambda cls: "data of meta")
case("metaclass with data", who(M1), who(M2))
del Meta.own
Meta.__getattribute__ = lambda cls, name: (lambda: "all") if name == "who" else "all"
case("metaclass with __getattribute__", who(M1), who(M2))
del Meta.__getattribute__
case("metaclass again", who(M1))


# Caches keep nothing alive.
class Probe:
    def __del__(self):
        print("probe gone")


def cycle():
    class K:
        probe = Probe()

        def f(self):
            return self.g()

        def g(self):
            return 1

        @property
        def p(self):
            return 2

    k = K()
    case("used", k.f(), k.p, k.probe is K.probe, call_all(k))
    return weakref.ref(K)


def call_all(x):
    return x.f() + x.p


r = cycle()
gc.collect()
case("class gone", r() is None)


class D1:
    def m(self):
        return 1


ref = weakref.ref(D1.m)
call(D1())
D1.m = lambda self: 2
case("replaced method is gone", ref() is None, call(D1()))


# Properties initialised anew.
class R:
    p = property(lambda self: "old")

    @classmethod
    def k(cls):
        return "old"


def rp(x):
    return x.p, x.k()


x = R()
r1 = rp(x), rp(x)
R.__dict__["p"].__init__(lambda self: "new")
case("property.__init__", r1, rp(x)[0])

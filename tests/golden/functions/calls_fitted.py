"""Calls whose arguments are fitted to parameters in every way there is."""


def show(*values):
    print(*values)


def f(a, b=2, *c, d, e=5, **g):
    return a, b, c, d, e, g


def pos(a, b=2, /, c=3, *, d=4):
    return a, b, c, d


def kw(**k):
    return k


def star(*a):
    return a


def mixed(a, /, **k):
    return a, k


def attempt(call):
    try:
        return call()
    except TypeError as e:
        return str(e)


for _ in range(2):
    show(f(1, d=4), f(1, 2, 3, 4, d=0), f(d=1, a=2), f(1, d=4, z=9, e=6), f(b=1, a=0, d=2, **{"y": 3, "x": 4}))
    show(pos(1), pos(1, 5), pos(1, 5, 6, d=7), pos(1, c=9), pos(1, d=9, c=8))
    show(kw(), kw(b=1, a=2), star(), star(1, 2, 3), mixed(1, a=2, b=3))
    show(attempt(lambda: f()), "|", attempt(lambda: f(1)), "|", attempt(lambda: f(1, a=2, d=3)))
    show(attempt(lambda: pos()), "|", attempt(lambda: pos(a=1)), "|", attempt(lambda: pos(1, 2, 3, 4)))
    show(attempt(lambda: pos(1, c=1, **{"c": 2})), "|", attempt(lambda: star(x=1)), "|", attempt(lambda: mixed(b=1)))
    show(attempt(lambda: pos(1, 2, d=1, q=2)))


def many(a, b=1, c=2, d=3, e=4, f=5, g=6, h=7, i=8, j=9):
    return a, b, c, d, e, f, g, h, i, j


show(many(0, j=1, i=2, h=3, g=4, f=5, e=6, d=7, c=8, b=9), many(j=1, a=2), many(*range(3), **{"".join(["j"]): 4}))
many.__defaults__ = (None,) * 3
show(many(0, 1, 2, 3, 4, 5, 6), attempt(lambda: many(0, 1)))
f.__kwdefaults__ = {"d": "dd"}
show(attempt(lambda: f(1)), f(1, e=2))


class Plain:
    def __init__(self, x, y=1, *rest, z=2, **more):
        self.all = x, y, rest, z, more

    def method(self, a, *, b=3):
        return a, b

    def passes(self, *args, **kwargs):
        return self.method(*args, **kwargs)

    def yields(self, n, *, step=1):
        for i in range(0, n, step):
            yield i


class Meta(type):
    pass


class Caller(type):
    def __call__(cls, *args, **kwargs):
        return "called", args, kwargs, super().__call__(*args, **kwargs).all


class WithMeta(Plain, metaclass=Meta):
    pass


class WithCall(Plain, metaclass=Caller):
    pass


for _ in range(2):
    p = Plain(1, z=5)
    m = p.method
    args, kwargs = (1, 2, 3), {"z": 9, "w": 8}
    show(p.all, Plain(x=1).all, Plain(*args, **kwargs).all, Plain(0, *args, z=1).all)
    show(m(1), m(1, b=2), m(*(4,), **{"b": 5}), p.passes(1, b=6), p.passes(*[7]), list(p.yields(6, step=2)))
    show(WithMeta(1, z=7).all, WithMeta(*args, **kwargs).all, WithCall(1, z=7))
    show(attempt(lambda: Plain()), "|", attempt(lambda: Plain(1, x=2)), "|", attempt(lambda: m(1, 2)))
    show(attempt(lambda: Plain(**{"q": 1})), "|", attempt(lambda: p.passes(c=1)), "|", attempt(lambda: m(*[1], **{"a": 1})))


Plain.__init__ = lambda self, *a, **k: setattr(self, "all", ("new", a, k))
show(Plain(1, z=5).all, Plain(*args, **kwargs).all, WithMeta(1).all)
Meta.__call__ = lambda cls, *a, **k: ("meta", a, k)
show(WithMeta(1, z=2), WithMeta(*args, **kwargs))
del Meta.__call__
show(WithMeta(1).all)
Plain.__new__ = lambda cls, *a, **k: "no instance"
show(Plain(1), WithMeta(1, k=2))


def gen():
    """Calls from the frame of a generator."""
    yield f(1, d=2, e=3), pos(1, c=3), kw(a=1), star(*args, 4), Inner(1, b=2).v, Inner(*args[:1], **{"b": 3}).v
    yield [Inner(i, b=i).v for i in range(3)]


class Inner:
    def __init__(self, a, *, b):
        self.v = a, b


for _ in range(2):
    show(*gen())


class Bad:
    def __init__(self, x):
        return x


show(attempt(lambda: Bad(1)), Bad(None).__class__.__name__, attempt(lambda: Bad(x=1)))


# Arguments die when CPython lets them die.
class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


def drops(a, b=None, *rest, k=None, **more):
    print("in", a.name, len(rest), sorted(more))
    del a
    print("out")


drops(Noisy("a"), Noisy("b"), Noisy("c"), k=Noisy("k"), m=Noisy("m"))
drops(*(Noisy("d"),), **{"k": Noisy("e")})
attempt(lambda: drops(Noisy("lost"), a=Noisy("twice")))
print("end")

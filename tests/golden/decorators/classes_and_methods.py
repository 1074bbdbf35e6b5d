import functools


def add_repr(cls):
    cls.__repr__ = lambda self: f"{cls.__name__}({', '.join(f'{k}={v!r}' for k, v in vars(self).items())})"
    return cls


@add_repr
class P:
    def __init__(self, x, y):
        self.x, self.y = x, y


print("P(1, \"a\") =", P(1, "a"))


def logged(method):
    @functools.wraps(method)
    def wrapper(self, *args):
        print("log", method.__qualname__, args)
        return method(self, *args)

    return wrapper


class S:
    def __init__(self):
        self.items = []

    @logged
    def push(self, x):
        self.items.append(x)
        return self

    @property
    @logged
    def size(self):
        return len(self.items)

    @classmethod
    @logged
    def make(cls, *xs):
        s = cls()
        for x in xs:
            s.push(x)
        return s

    @staticmethod
    @functools.cache
    def slow(n):
        print("computing", n)
        return n * n

    @functools.cached_property
    def total(self):
        print("summing")
        return sum(self.items)


s = S.make(1, 2)
print("s.size, S.slow(4), s.slow(4), s.total, s.total =", s.size, S.slow(4), s.slow(4), s.total, s.total)
s.push(3)
print("s.total =", s.total)
del s.total
print("s.total =", s.total)


@functools.total_ordering
class V:
    def __init__(self, n):
        self.n = n

    def __eq__(self, o):
        return self.n == o.n

    def __lt__(self, o):
        return self.n < o.n


print("V(1) <= V(2), V(1) > V(2), V(2) >= V(2), V(1) != V(1) =", V(1) <= V(2), V(1) > V(2), V(2) >= V(2), V(1) != V(1))


@functools.singledispatch
def kind(x):
    return "object"


@kind.register
def _(x: int):
    return "int"


@kind.register(list)
def _(x):
    return "list of " + ", ".join(map(kind, x))


print(kind(1), kind("a"), kind([1, None]), kind(True))


def singleton(cls):
    return cls()


@singleton
class config:
    debug = True


print("config.debug =", config.debug)

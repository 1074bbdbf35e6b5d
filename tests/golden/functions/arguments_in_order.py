# Calls whose arguments are in their parameters' places, completed by defaults.
def show(name, call):
    try:
        print(f"{name}: {call()!r}")
    except TypeError as error:
        print(f"{name}: {error}")


def f(a, b=2, *, c=3, d=4):
    return a, b, c, d


def needs(a, *, c, d=4):
    return a, c, d


def only(a, /, b, c=3):
    return a, b, c


show("one", lambda: f(1))
show("two", lambda: f(1, 5))
show("in order", lambda: f(1, b=5))
show("all in order", lambda: f(a=1, b=5, c=6, d=7))
show("keyword-only after defaults", lambda: f(1, c=6))
show("after two", lambda: f(1, 5, c=6))
show("last", lambda: f(1, 5, d=6))
show("out of order", lambda: f(1, d=7, c=6))
show("missing", lambda: f())
show("missing first", lambda: f(b=5))
show("twice", lambda: f(1, a=5))
show("unknown", lambda: f(1, e=5))
show("too many", lambda: f(1, 2, 3))
show("required keyword", lambda: needs(1, c=5))
show("required keyword missing", lambda: needs(1))
show("required keyword missing, later given", lambda: needs(1, d=5))
show("positional-only by place", lambda: only(1, b=2))
show("positional-only by name", lambda: only(a=1, b=2))
show("default after keyword", lambda: only(1, b=5))

f.__kwdefaults__ = {"d": 40, "c": 30}
show("other defaults", lambda: f(1))
f.__kwdefaults__["c"] = 31
show("changed defaults", lambda: f(1))
del f.__kwdefaults__["c"]
show("fewer defaults", lambda: f(1))
show("fewer defaults, given", lambda: f(1, c=1))
f.__defaults__ = None
show("no defaults", lambda: f(1, c=1))
f.__defaults__ = (10, 20)
show("more defaults", lambda: f(c=1))


class Loud:
    def __del__(self):
        print("  gone")


def quiet(a, b=None, *, c):
    return None


show("argument of a failed call", lambda: quiet(Loud()))
show("argument of a call", lambda: quiet(Loud(), c=1))


class C:
    def __init__(self, x, *, y=1):
        self.x, self.y = x, y

    def m(self, a=1, *, k=2):
        return self.x, self.y, a, k


show("instance", lambda: C(1).m())
show("instance by keyword", lambda: C(1, y=5).m(k=7))
show("instance in order", lambda: C(x=1, y=5).m(a=6, k=7))

class Stack(list):
    def push(self, x):
        self.append(x)
        return self

    def __getitem__(self, i):
        return ("item", super().__getitem__(i))

    def __repr__(self):
        return f"Stack({super().__repr__()})"


s = Stack().push(1).push(2)
print(s, s[0], len(s), list(s), s == [1, 2], isinstance(s, list), s + [3], [*s])


class Upper(dict):
    def __setitem__(self, k, v):
        super().__setitem__(k.upper(), v)

    def __getitem__(self, k):
        return super().__getitem__(k.upper())


u = Upper(a=1)
u["b"] = 2
print("u =", u)
print("u[\"B\"] =", u["B"])
print("u[\"b\"] =", u["b"])
print("\"b\" in u =", "b" in u)
print("dict(u) =", dict(u))


class Even(int):
    def __new__(cls, n):
        return super().__new__(cls, n // 2 * 2)

    def __add__(self, other):
        return Even(int(self) + other)

    def __str__(self):
        return f"even {int(self)}"


e = Even(7)
print(e, repr(e), e + 3, e * 2, type(e + 1).__name__, type(e * 2).__name__, e == 6, {6: "six"}[e], f"{e}", [e])


class Err(ValueError):
    def __init__(self, code, *rest):
        super().__init__(code, *rest)
        self.code = code


try:
    raise Err(5, "x")
except ValueError as error:
    print(error.code, error, error.args, repr(error))


class T(tuple):
    def __new__(cls, *xs):
        return super().__new__(cls, xs)

    @property
    def first(self):
        return self[0]


t = T(1, 2)
print(t, t.first, t + (3,), type(t[:1]).__name__, t == (1, 2), hash(t) == hash((1, 2)))


class S(set):
    def add(self, x):
        print("adding", x)
        super().add(x)


x = S([1])
x.add(2)
print(x == {1, 2}, len(x), type(x | {3}).__name__)

class V:
    def __init__(self, *c):
        self.c = c

    def __repr__(self):
        return f"V{self.c}"

    def __add__(self, o):
        return V(*(a + b for a, b in zip(self.c, o.c))) if isinstance(o, V) else NotImplemented

    def __mul__(self, k):
        return V(*(a * k for a in self.c))

    __rmul__ = __mul__

    def __matmul__(self, o):
        return sum(a * b for a, b in zip(self.c, o.c))

    def __neg__(self):
        return self * -1

    def __abs__(self):
        return self.c[0]

    def __eq__(self, o):
        return isinstance(o, V) and self.c == o.c

    def __getitem__(self, i):
        return self.c[i]

    def __len__(self):
        return len(self.c)

    def __bool__(self):
        return any(self.c)

    def __contains__(self, x):
        return x in self.c

    def __call__(self, x):
        return ("called", x)

    def __iadd__(self, o):
        self.c += o.c
        return self

    def __rsub__(self, o):
        return ("rsub", o)

    def __divmod__(self, o):
        return ("divmod", o)

    def __pow__(self, o, m=None):
        return ("pow", o, m)


v, w = V(1, 2), V(3, 4)
print("v + w =", v + w)
print("v * 3 =", v * 3)
print("3 * v =", 3 * v)
print("v @ w =", v @ w)
print("-v =", -v)
print("abs(v) =", abs(v))
print("v == V(1, 2) =", v == V(1, 2))
print("v != w =", v != w)
print(v[0], v[-1], len(v), bool(V(0)), 2 in v, v(9), 5 - v, divmod(v, 2), v**2, pow(v, 2, 3))
u = v
v += w
print("v =", v)
print("u is v =", u is v)
print("list(v) =", list(v))
print("[*v] =", [*v])
print("v[1:3] =", v[1:3])
for bad in (lambda: v + 1, lambda: v - 1, lambda: 1 + v, lambda: v < w, lambda: ~v):
    try:
        bad()
    except TypeError as error:
        print(error)
try:
    hash(v)
except TypeError as error:
    print(error)

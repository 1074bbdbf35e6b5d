class A:
    def __repr__(self):
        return "A!"


class B(A):
    def __str__(self):
        return "b"

    def __format__(self, spec):
        return f"<{spec}>"


print("A() =", A())
print("[A()] =", [A()])
print("str(A()) =", str(A()))
print("f\"{A()}\" =", f"{A()}")
print("f\"{A()!r}\" =", f"{A()!r}")
print("B() =", B())
print("[B()] =", [B()])
print("str(B()) =", str(B()))
print("f\"{B()}\" =", f"{B()}")
print("f\"{B():>5}\" =", f"{B():>5}")
print("\"{:x} {!r}\".format(B(), B()) =", "{:x} {!r}".format(B(), B()))


class Key:
    def __init__(self, k):
        self.k = k

    def __hash__(self):
        return hash(self.k)

    def __eq__(self, other):
        return self.k == other.k


d = {Key(1): "one"}
print(d[Key(1)], Key(1) in d, Key(2) in d, len({Key(1), Key(1), Key(2)}))


class Bad:
    def __repr__(self):
        return 5


try:
    repr(Bad())
except TypeError as error:
    print(error)


class Conv:
    def __int__(self):
        return 7

    def __float__(self):
        return 7.5

    def __index__(self):
        return 3

    def __bool__(self):
        return False


c = Conv()
print(int(c), float(c), [0, 1, 2, 3][c], bool(c), hex(c), range(c), "ab" * c)
print("A.__repr__(B()) =", A.__repr__(B()))
print("object.__str__(A()) =", object.__str__(A()))

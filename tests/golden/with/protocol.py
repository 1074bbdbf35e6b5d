class CM:
    def __init__(self, name, swallow=False, fail=None):
        self.name, self.swallow, self.fail = name, swallow, fail

    def __enter__(self):
        print("enter", self.name)
        if self.fail == "enter":
            raise RuntimeError("enter failed")
        return self.name.upper()

    def __exit__(self, kind, error, tb):
        print("exit", self.name, kind.__name__ if kind else None, error, tb is not None)
        if self.fail == "exit":
            raise RuntimeError("exit failed")
        return self.swallow


with CM("a") as x:
    print("body", x)
with CM("a"), CM("b") as b, CM("c"):
    print("three", b)
with (
    CM("p") as p,
    CM("q") as q,
):
    print("p, q =", p, q)
with CM("s", swallow=True):
    raise ValueError("swallowed")
try:
    with CM("o"), CM("i"):
        raise KeyError("through")
except KeyError as error:
    print("caught", error)
try:
    with CM("first"), CM("second", fail="enter"):
        print("never")
except RuntimeError as error:
    print(error)
try:
    with CM("x", fail="exit"):
        raise ValueError("original")
except RuntimeError as error:
    print(error, repr(error.__context__))


def f():
    for i in range(2):
        with CM(f"loop{i}"):
            if i:
                return "returned"
            continue


print(f())
with CM("t") as (a), CM("u") as [b]:
    print("a, b =", a, b)
for bad in (5, CM):
    try:
        with bad:
            pass
    except TypeError as error:
        print(error)

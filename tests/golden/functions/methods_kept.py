# Bound methods, built-in and not, that are kept in variables and called.
import types


class Counted:
    def __init__(self, n):
        self.n = n

    def add(self, a, b=10, *rest, k=1, **more):
        return self.n, a, b, rest, k, more

    def __call__(self, *args, **keywords):
        return self.n, args, keywords

    def __del__(self):
        print("  gone", self.n)


def show(name, call):
    try:
        print(f"{name}: {call()!r}")
    except Exception as error:
        print(f"{name}: {type(error).__name__}: {error}")


items = []
append, extend, sort = items.append, items.extend, items.sort
append(3)
extend((1, 2))
sort(reverse=True)
print("list:", items, append(0), items)
show("too few", lambda: append())
show("too many", lambda: append(1, 2))
show("keyword", lambda: append(object=1))
show("dict", lambda: {"a": 1}.get("a"))
get = {"a": 1}.get
show("kept get", lambda: (get("a"), get("b"), get("b", 2)))
join = ", ".join
show("kept join", lambda: join(["x", "y"]))
show("kept join of ints", lambda: join([1]))
send = (x for x in "ab").send
show("kept send", lambda: (send(None), send(None)))
show("kept send at the end", lambda: send(None))

add = Counted(1).add
show("method", lambda: add(2))
show("method with more", lambda: add(2, 3, 4, 5, k=6, z=7))
show("method with too few", lambda: add())
del add
one = Counted(2)
show("object", lambda: one(1, 2, k=3))
show("object without arguments", lambda: one())
del one
show("object of the moment", lambda: Counted(3)(4))
show("method of the moment", lambda: Counted(4).add(5))

wrong = types.MethodType(str.upper, 5)
show("built-in with another receiver", lambda: wrong())
right = types.MethodType(str.upper, "a")
show("built-in with a receiver", lambda: right())
nested = types.MethodType(types.MethodType(max, 3), 7)
show("method of a method", lambda: nested(5))
cls = types.MethodType(Counted, 8)
show("class as a method", lambda: cls().n)


def numbers():
    add = items.append
    while True:
        add((yield len(items)))


running = numbers()
next(running)
print("in a generator:", running.send(1), running.send(2), items)


def deep(n, again):
    return again(n - 1, again) if n else "deep"


show("recursion", lambda: types.MethodType(deep, 200)(deep))
keys = sorted(["b", "A", "c"], key=str.lower)
print("keys:", keys, list(map(" x".strip, [None, "x"])))

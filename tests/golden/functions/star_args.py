def f(*args, **kwargs):
    return args, kwargs


print("f() =", f())
print("f(1, 2) =", f(1, 2))
print("f(a=1) =", f(a=1))
print("f(1, *[2, 3], 4, *(), **{\"x\": 1}, y=2, **{}) =", f(1, *[2, 3], 4, *(), **{"x": 1}, y=2, **{}))
print("f(*\"ab\", *range(2)) =", f(*"ab", *range(2)))
print("f(**dict(b=1, a=2)) =", f(**dict(b=1, a=2)))


def g(a, *rest, key=None, **others):
    return a, rest, key, others


print("g(1) =", g(1))
print("g(1, 2, 3) =", g(1, 2, 3))
print("g(1, key=2, z=3) =", g(1, key=2, z=3))
print("g(*[1, 2], **{\"key\": 5}) =", g(*[1, 2], **{"key": 5}))


def order():
    def say(x):
        print("eval", x)
        return x

    f(say(1), *[say(2)], k=say(3), **{"m": say(4)})


order()
args, kwargs = f(1, z=1, a=2)
print(args, list(kwargs), type(args).__name__, type(kwargs).__name__)


def passes(*args, **kwargs):
    return g(*args, **kwargs)


print("passes(1, 2, key=3, w=4) =", passes(1, 2, key=3, w=4))

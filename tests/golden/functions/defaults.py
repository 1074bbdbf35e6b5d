def f(a, b=2, c=3):
    return a, b, c


print("f(1), f(1, 5), f(1, c=9), f(c=1, b=2, a=3), f(*[1, 2]), f... =", f(1), f(1, 5), f(1, c=9), f(c=1, b=2, a=3), f(*[1, 2]), f(**{"a": 0}))


def append(item, to=[]):
    to.append(item)
    return to


print("append(1), append(2), append(3, []), append(4) =", append(1), append(2), append(3, []), append(4))
n = 5


def g(x=n):
    return x


n = 6
print("g(), g.__defaults__, f.__defaults__ =", g(), g.__defaults__, f.__defaults__)
g.__defaults__ = (100,)
print("g() =", g())


def kwonly(a, *, b, c=3):
    return a, b, c


print("kwonly(1, b=2), kwonly.__kwdefaults__ =", kwonly(1, b=2), kwonly.__kwdefaults__)


def posonly(a, b=2, /, c=3, *, d=4):
    return a, b, c, d


print("posonly(1), posonly(1, 2, 3, d=5), posonly(1, c=7) =", posonly(1), posonly(1, 2, 3, d=5), posonly(1, c=7))

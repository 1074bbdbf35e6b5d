class C:
    a = 1
    b = a + 1

    def f(self, n=b):
        return n

    if b > 1:
        c = "conditional"
    for i in range(2):
        locals()[f"v{i}"] = i
    try:
        d = [a for _ in range(1)]
    except NameError as error:
        d = str(error)
    del i


print(C().f(), C.c, C.v1, C.d, hasattr(C, "i"))


def factory(base, **attributes):
    class Made(base):
        locals().update(attributes)

        def who(self):
            return __class__.__name__, base.__name__

    return Made


print(factory(C, z=5).z, factory(C)().who())


def f():
    x = 1
    exec("x = 2")
    return x


print("f() =", f())


def g():
    x = 1
    scope = {"x": 10}
    exec("x += 5; y = x", scope)
    return x, scope["x"], scope["y"]


print("g() =", g())
x = "module"


class D:
    x = "class body"
    f = lambda self: x
    g = [x for _ in range(1)]


print(D().f(), D.g)
counter = 0


def default_evaluated_once():
    global counter
    counter += 1
    return counter


def h(n=default_evaluated_once()):
    return n


print("h() =", h())
print("h() =", h())
print("counter =", counter)


def late():
    return later_defined()


def later_defined():
    return "found at call time"


print(late())

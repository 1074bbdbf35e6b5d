def make():
    value = [1]

    def get():
        return value

    def drop():
        nonlocal value
        del value

    return get, drop


get, drop = make()
print("get() =", get())
drop()
try:
    get()
except NameError as error:
    print(type(error).__name__, error)


def loop_cells():
    out = []
    for i in range(3):
        j = i * 10

        def f(k=i):
            return i, j, k

        out.append(f)
    return [f() for f in out]


print("loop_cells() =", loop_cells())


def comprehension_cells():
    return [f() for f in [lambda: x for x in range(3)]], [f() for f in [lambda x=x: x for x in range(3)]]


print("comprehension_cells() =", comprehension_cells())


def parameter_cell(x):
    def bump():
        nonlocal x
        x += 1
        return x

    return bump


a, b = parameter_cell(0), parameter_cell(100)
print("a() =", a())
print("a() =", a())
print("b() =", b())
print("a() =", a())


class Counter:
    total = 0

    def __init__(self):
        Counter.total += 1
        total = "local"
        self.name = f"{total} {Counter.total}"


print(Counter().name, Counter().name)


def recursive_closure():
    def even(n):
        return n == 0 or odd(n - 1)

    def odd(n):
        return n != 0 and even(n - 1)

    return even


print("recursive_closure()(10) =", recursive_closure()(10))
print("recursive_closure()(7) =", recursive_closure()(7))


def exception_name():
    error = "outer"
    try:
        raise ValueError
    except ValueError as error:
        pass
    try:
        return error
    except UnboundLocalError as e:
        return str(e)


print(exception_name())


def defaults_and_cells(x, f=lambda: "default"):
    g = lambda: (x, f())
    x = "rebound"
    return g()


print(defaults_and_cells("x"))

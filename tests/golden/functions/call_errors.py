def f(a, b, c=3, *, d, e=5):
    pass


def g(a, /, b):
    pass


def none():
    pass


def attempt(call):
    try:
        call()
    except TypeError as error:
        print(error)


attempt(lambda: f())
attempt(lambda: f(1))
attempt(lambda: f(1, 2))
attempt(lambda: f(1, 2, 3, 4, d=1))
attempt(lambda: f(1, 2, 3, 4))
attempt(lambda: f(1, 2, d=1, x=2))
attempt(lambda: f(1, a=2, b=3, d=4))
attempt(lambda: g(a=1, b=2))
attempt(lambda: g(1))
attempt(lambda: none(1))
attempt(lambda: none(1, 2))
attempt(lambda: none(x=1))
attempt(lambda: f(*1))
attempt(lambda: f(**1))
attempt(lambda: f(**{1: 2}))
attempt(lambda: f(1, 2, d=1, **{"d": 2}))
attempt(lambda: len("a")())
attempt(lambda: str("text")(1))
attempt(lambda: print(end="")())
attempt(lambda: len())
attempt(lambda: len(1, 2))
attempt(lambda: len(3))
attempt(lambda: int("1", foo=2))

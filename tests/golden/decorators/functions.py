import functools


def trace(f):
    @functools.wraps(f)
    def wrapper(*args, **kwargs):
        print("f\"> {f.__name__}{args}{kwargs or ''}\" =", f"> {f.__name__}{args}{kwargs or ''}")
        result = f(*args, **kwargs)
        print("f\"< {result}\" =", f"< {result}")
        return result

    return wrapper


def repeat(n):
    print("repeat", n)

    def decorate(f):
        print("decorating", f.__name__)
        return lambda *a: [f(*a) for _ in range(n)]

    return decorate


@trace
def add(a, b=1):
    """adds"""
    return a + b


print(add(1), add(1, b=2), add.__name__, add.__doc__, add.__wrapped__(5, 5))


@repeat(2)
@repeat(3)
def f(x):
    return x


print("f(\"x\") =", f("x"))


class Count:
    def __init__(self, f):
        self.f, self.calls = f, 0

    def __call__(self, *args):
        self.calls += 1
        return self.f(*args)


@Count
def g(x):
    return x * 2


print("g(1) =", g(1))
print("g(2) =", g(2))
print("g.calls =", g.calls)


@lambda f: f.__name__
def name(): ...


print(name)
registry = {}


def register(key):
    def decorate(thing):
        registry[key] = thing
        return thing

    return decorate


@register("fn")
def h():
    return "h"


@register("cls")
class K: ...


print(sorted(registry), registry["fn"](), registry["cls"].__name__)


@functools.lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(80), fib.cache_info())
table = [trace, repeat]


@table[0]
def i():
    return "indexed"


i()

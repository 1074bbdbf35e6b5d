add = lambda a, b=1, *c, d=4, **e: (a, b, c, d, e)
print(add(1), add(1, 2, 3, d=5, f=6), add.__name__)
print("(lambda: None)() =", (lambda: None)())
print("(lambda *a: a)(1, 2) =", (lambda *a: a)(1, 2))
print("(lambda x: lambda y: x + y)(1)(2) =", (lambda x: lambda y: x + y)(1)(2))


def documented(a, b: int = 2) -> str:
    """The first line.

    More.
    """
    return "x"


print(documented.__doc__)
print(documented.__name__, documented.__qualname__, documented.__module__)
documented.mark = "a function has attributes"
print(documented.mark, documented.__dict__)
print(callable(documented), callable(3), type(documented).__name__)


def outer():
    def inner():
        pass

    class Local:
        def method(self):
            pass

    return inner, Local


inner, Local = outer()
print(inner.__qualname__, Local.__qualname__, Local.method.__qualname__)
print(sorted(["bb", "a", "ccc"], key=lambda s: -len(s)))
print("(lambda x, /, y: x - y)(5, y=3) =", (lambda x, /, y: x - y)(5, y=3))

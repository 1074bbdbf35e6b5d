class A:
    x = 1

    def f(self): ...


a = A()
print(type(a) is A, type(1), type("a").__name__, type(None), type(print).__name__, type(len), type(type), isinstance(1, (str, int)), isinstance(True, int), isinstance(1, int | str), issubclass(bool, int))
print(callable(len), callable(a), callable(A), callable(lambda: 0), callable(a.f), id(a) == id(a), a is a)
print(hasattr(a, "x"), getattr(a, "y", 5), "f" in dir(a), "x" in vars(A), [n for n in dir(A) if not n.startswith("_")])
print(repr("x"), ascii("é"), str(1.0), format(255, "x"), bool("a"), object().__class__.__name__, len.__name__, int.__name__, print.__name__)
print(eval("1 + 2"), eval("x * 2", {"x": 5}), eval("[i for i in range(3)]"), eval("y", {}, {"y": 1}), exec("z = 9"), z)
ns = {}
exec("def f(n):\n    return n * 2\nv = f(21)", ns)
print(ns["v"], sorted(k for k in ns if not k.startswith("__")))
print(compile("1 + 1", "s", "eval") is not None, eval(compile("3 * 3", "s", "eval")))
print(globals()["a"] is a, "A" in globals(), __name__, isinstance(globals(), dict))


def f():
    p, q = 1, 2
    return locals()


print(f(), sorted(locals()) == sorted(globals()))
for bad in ("isinstance(1, 5)", "issubclass(1, int)", "getattr(1, 'zz')", "getattr(1, 5)", "eval('1 +')", "type()", "callable()", "vars(1)", "setattr(1, 'a', 2)", "id()"):
    try:
        eval(bad)
    except (TypeError, AttributeError, SyntaxError) as error:
        print(type(error).__name__, error if type(error) is not SyntaxError else error.msg)
print(NotImplemented is NotImplemented, Ellipsis, type(...), print is print, abs.__doc__.splitlines()[0])

class A:
    x = 1

    def f(self): ...


a = A()
print(type(a) is A, type(1), type("a").__name__, type(None), type(print).__name__, type(len), type(type), isinstance(1, (str, int)), isinstance(True, int), isinstance(1, int | str), issubclass(bool, int))
print("callable(len) =", callable(len))
print("callable(a) =", callable(a))
print("callable(A) =", callable(A))
print("callable(lambda: 0) =", callable(lambda: 0))
print("callable(a.f) =", callable(a.f))
print("id(a) == id(a) =", id(a) == id(a))
print("a is a =", a is a)
print("hasattr(a, \"x\") =", hasattr(a, "x"))
print("getattr(a, \"y\", 5) =", getattr(a, "y", 5))
print("\"f\" in dir(a) =", "f" in dir(a))
print("\"x\" in vars(A) =", "x" in vars(A))
print("[n for n in dir(A) if not n.startswith(\"_\")] =", [n for n in dir(A) if not n.startswith("_")])
print(repr("x"), ascii("é"), str(1.0), format(255, "x"), bool("a"), object().__class__.__name__, len.__name__, int.__name__, print.__name__)
print("eval(\"1 + 2\") =", eval("1 + 2"))
print("eval(\"x * 2\", {\"x\": 5}) =", eval("x * 2", {"x": 5}))
print("eval(\"[i for i in range(3)]\") =", eval("[i for i in range(3)]"))
print("eval(\"y\", {}, {\"y\": 1}) =", eval("y", {}, {"y": 1}))
print("exec(\"z = 9\") =", exec("z = 9"))
print("z =", z)
ns = {}
exec("def f(n):\n    return n * 2\nv = f(21)", ns)
print("ns[\"v\"] =", ns["v"])
print("sorted(k for k in ns if not k.startswith(\"__\")) =", sorted(k for k in ns if not k.startswith("__")))
print("compile(\"1 + 1\", \"s\", \"eval\") is not None =", compile("1 + 1", "s", "eval") is not None)
print("eval(compile(\"3 * 3\", \"s\", \"eval\")) =", eval(compile("3 * 3", "s", "eval")))
print(globals()["a"] is a, "A" in globals(), __name__, isinstance(globals(), dict))


def f():
    p, q = 1, 2
    return locals()


print("f() =", f())
print("sorted(locals()) == sorted(globals()) =", sorted(locals()) == sorted(globals()))
for bad in ("isinstance(1, 5)", "issubclass(1, int)", "getattr(1, 'zz')", "getattr(1, 5)", "eval('1 +')", "type()", "callable()", "vars(1)", "setattr(1, 'a', 2)", "id()"):
    try:
        eval(bad)
    except (TypeError, AttributeError, SyntaxError) as error:
        print(type(error).__name__, error if type(error) is not SyntaxError else error.msg)
print(NotImplemented is NotImplemented, Ellipsis, type(...), print is print, abs.__doc__.splitlines()[0])

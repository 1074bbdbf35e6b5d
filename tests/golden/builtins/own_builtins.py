"""`__builtins__` as any mapping, closures for exec(), and names of files for compile()."""

import pathlib
import types


def show(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except BaseException as error:
        print(type(error).__name__, error)


code = compile("superglobal", "test", "eval")
show(eval, code, {"__builtins__": types.MappingProxyType({"superglobal": 1})})
show(eval, code, {"__builtins__": types.MappingProxyType({})})
show(eval, code, {"__builtins__": types.SimpleNamespace})
show(eval, code, {"__builtins__": 123})
show(exec, "class A: pass", {"__builtins__": {}})
show(exec, "import a.b", {"__builtins__": {}})
names = {"__builtins__": types.MappingProxyType({"__import__": lambda *args: args})}
exec("import a.b", names)
print(names["a"][0], names["a"][1] is names, names["a"][2] is names, names["a"][3:])


class Missing(dict):
    def __missing__(self, key):
        return f"missing {key}"


class Failing(dict):
    def __getitem__(self, key):
        raise ZeroDivisionError(key)


show(eval, "(lambda: absent)()", Missing())
show(eval, "(lambda: present)()", Failing(present=1))
show(eval, code, {"__builtins__": Failing(superglobal=1)})


def outer():
    a, b = 2, 3

    def inner():
        nonlocal a
        a = a * b
    return inner, lambda: a


inner, value = outer()
exec(inner.__code__, {}, closure=inner.__closure__)
print(value())
cells = types.CellType(5), types.CellType(7)
exec(inner.__code__, {}, closure=cells)
print(cells[0].cell_contents)
show(exec, inner.__code__, {})
show(exec, inner.__code__, {}, closure=cells[:1])
show(exec, inner.__code__, {}, closure=list(cells))
show(exec, inner.__code__, {}, closure=(1, 2))
show(exec, show.__code__, {}, closure=cells)
show(exec, "1", {}, closure=cells)

for name in ["file.py", b"file.py", pathlib.PurePath("a", "file.py")]:
    print(compile("1", name, "eval").co_filename)
show(compile, "1", bytearray(b"file.py"), "eval")
show(compile, "1", 1, "eval")
print(types.FunctionType(code, {"__builtins__": {"None": 1}}).__builtins__, show.__builtins__ is vars(__builtins__))

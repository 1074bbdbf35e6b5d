"""symtable: the tables of scopes and the uses of names in them."""

import symtable

SOURCE = '''
import os as o
def f(u, *v, k=1, **w):
    global shared
    shared = local = u
    def inner():
        nonlocal local
        local = [z + u for z in v if (walrus := z)]
        return (q for q in w), o
    del k
    return lambda x: x + u
class C(f):
    y: int = 1
    def m(self):
        return __class__, self.y
async def g():
    yield await h
'''


def show(table, depth=0):
    kind = table.get_type()
    print("    " * depth + str(getattr(kind, "value", kind)), table.get_name(), table.get_lineno(), "nested" * table.is_nested(),
          "optimized" * table.is_optimized(), "children" * table.has_children())
    for symbol in sorted(table.get_symbols(), key=lambda symbol: symbol.get_name()):
        if symbol.get_name().startswith("."):
            continue
        tests = ["referenced", "parameter", "global", "declared_global", "local", "free", "imported", "assigned",
                 "nonlocal", "annotated", "namespace"]
        print("    " * depth + " -", symbol.get_name(), *(test for test in tests if getattr(symbol, "is_" + test)()))
    if isinstance(table, symtable.Function):
        print("    " * depth + " parameters", table.get_parameters(), "locals", sorted(table.get_locals()), "frees",
              sorted(table.get_frees()), "globals", sorted(table.get_globals()), "nonlocals", table.get_nonlocals())
    for child in table.get_children():
        show(child, depth + 1)


show(symtable.symtable(SOURCE, "file", "exec"))
top = symtable.symtable("def a(): pass\nclass b: pass", "file", "exec")
print("same", top.get_children()[0] is top.get_children()[0], top.lookup("a").get_namespace().get_name(), top.lookup("a"))
print("repr", top.get_children()[1])
show(symtable.symtable("x + y", "file", "eval"))
show(symtable.symtable(b"x = 1", "file", "single"))
for source, mode in [("x", "other"), ("def f(x): global x", "exec"), ("x +", "exec"), ("x = 1", "eval"), (3, "exec")]:
    try:
        symtable.symtable(source, "name.py", mode)
    except Exception as error:
        print(repr(source), mode, type(error).__name__, error)
try:
    top.lookup("none")
except KeyError as error:
    print("lookup", error)

# The classes of `ast` that became Constant, and where instructions come from.
import ast
import warnings

with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    for name in ("Num", "Str", "Bytes", "NameConstant", "Ellipsis"):
        print(name, issubclass(getattr(ast, name), ast.Constant))
    print("isinstance", [isinstance(ast.Constant(v), ast.Num) for v in (1, 1.5, "x", True, None)])
    print("made", ast.dump(ast.Num(3)), ast.Constant(5).n)
    print("warnings", len(seen), seen[0].message)

print(ast.dump(ast.Call(ast.Name("f"), [], [])), ast.dump(ast.Constant(None)))


class Old(ast.NodeVisitor):
    def visit_Num(self, node):
        print("visit_Num", node.value)


with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    Old().visit(ast.parse("f(1, 'a', 2.5)"))

code = compile("x = 1\nif x:\n    y = x\n", "file", "exec")
lines = {place[0] for place in code.co_positions()} - {None}
print("lines", sorted(lines) in ([1, 2, 3], [0, 1, 2, 3]))
print("code", len(code.co_code) > 0, type(code.co_code))

"""Syntax trees: parsing, walking, changing, compiling and writing them."""
import ast, operator
print("ast.dump(ast.parse(\"x = 1 + y * 2\\ndef f(a, /, b: int = 2... =", ast.dump(ast.parse("x = 1 + y * 2\ndef f(a, /, b: int = 2, *c, d, e=3, **g) -> str:\n  'doc'\n  return f'{a!r:>{b}} {c=} x'\n"), indent=1))
print(ast.dump(ast.parse("lambda x: x if y else [*z]", mode="eval"), include_attributes=True))
OPS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv, ast.Pow: operator.pow, ast.USub: operator.neg}
def ev(n):
    match n:
        case ast.Expression(body): return ev(body)
        case ast.Constant(v): return v
        case ast.BinOp(l, op, r): return OPS[type(op)](ev(l), ev(r))
        case ast.UnaryOp(op, v): return OPS[type(op)](ev(v))
        case _: raise ValueError(f"unsupported {type(n).__name__}")
for e in ("1 + 2 * -3", "2 ** 8 / 4", "f(1)"):
    try: print("e, ev(ast.parse(e, mode=\"eval\")) =", e, ev(ast.parse(e, mode="eval")))
    except ValueError as x: print(e, x)
class V(ast.NodeVisitor):
    def visit_FunctionDef(self, n): print("func", n.name, n.lineno, ast.get_docstring(n)); self.generic_visit(n)
    def visit_Name(self, n): print("name", n.id, type(n.ctx).__name__)
V().visit(ast.parse("def f():\n    'd'\n    x = y\n"))
class T(ast.NodeTransformer):
    def visit_Constant(self, n): return ast.copy_location(ast.Constant(n.value + 1), n) if isinstance(n.value, int) else n
t = ast.fix_missing_locations(T().visit(ast.parse("a = 1\nb = a + 2"))); ns = {}; exec(compile(t, "<t>", "exec"), ns); print("ns[\"b\"], ast.unparse(t) =", ns["b"], ast.unparse(t))
print("ast.unparse(ast.parse(\"for i in range(10):\\n if i: print(... =", ast.unparse(ast.parse("for i in range(10):\n  if i: print(i, end='')\n  else: pass\nwith a as b, c: x: int = 3\ntry: pass\nexcept* E as e: raise X from e\nmatch x:\n  case [1, *_] | {'a': b, **r}: del x[1:2, ...]\n")))
print([type(n).__name__ for n in ast.walk(ast.parse("a.b[c](d, *e, f=g)"))], ast.literal_eval("{'a': [1, -2.5, (None, True)], 1: {2}}"), ast.literal_eval("1+2j"))
for bad in ("f(x)", "1 +", "a", "[1, x]", "__import__('os')"):
    try: print(ast.literal_eval(bad))
    except (ValueError, SyntaxError) as x: print(bad, type(x).__name__, str(x).split(" at 0x")[0])
n = ast.Name("x", ast.Load()); print(ast.dump(n), n._fields, ast.dump(ast.Call(func=n, args=[], keywords=[])), isinstance(n, ast.expr), isinstance(n, ast.AST), list(ast.iter_child_nodes(ast.parse("a;b")))[0].lineno, ast.get_source_segment("x = foo(1)", ast.parse("x = foo(1)").body[0].value))
print(eval(compile(ast.parse("1+1", mode="eval"), "", "eval")), ast.dump(ast.parse("async def g(): await h(); yield 1")), ast.dump(ast.parse("type A[T: int] = list[T]\nclass B[**P](C, m=D): pass")))

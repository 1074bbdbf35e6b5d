"""compile() of syntax trees: any names, places, errors."""
import ast
import traceback


def attempt(label, function, *args):
    try:
        print(label, "gives", function(*args))
    except Exception as e:
        print(label, type(e).__name__, e)


source = '''
import sys as system
from os import path
@(lambda f: f)
def f(a, /, b: int = 2, *args, c=3, d, **kw) -> None:
    "doc"
    global g
    x, *y = a, b, 3
    for i in range(3):
        if i == 1: continue
        elif i: break
    else:
        pass
    while False: pass
    with open(__file__) as h, open(__file__): del h
    try:
        assert a, "m"
        raise ValueError from None
    except (ValueError, KeyError) as e:
        z = -1 ** 2 if not a else +b
    finally:
        z = (yield)
    return {1: 2, **kw}, {1, 2}, [i for i in q] if 0 else [j for j in (1, 2) if j], y[1:2, ...], f"{a!r:>{b}} {{}} {c=}"
async def co():
    async with a as b: pass
    await b
class C[T](object, metaclass=type):
    x: int = 1
    y: str
    def m[U: int](self): return super().m
type A[T] = list[T]
match 3:
    case 1 | 2: pass
    case [a, *_] if a: pass
    case {"k": v, **r}: pass
    case C(x, y=z) as w: pass
    case None: pass
    case -1 + 2j | "s": pass
    case _: pass
lambda: (n := 1) < 2 <= a is not None not in ()
n = 0xFFFFFFFFFFFFFFFFFFFFF, 1.5, 2j, b"x", "\\ud800", 1e999
'''
tree = ast.parse(source)
compile(tree, "<tree>", "exec")
print("all kinds", len(tree.body))

namespace = {}
small = ast.parse("def square(x):\n    return x * x\n\nprint('square', square(7))\n")
exec(compile(small, "<small>", "exec"), namespace)
print("line", namespace["square"].__code__.co_firstlineno)

odd = ast.Module([ast.Assign([ast.Name("@odd name", ast.Store())], ast.Constant((1, "two", None, frozenset())[:3]))], [])
attempt("no places", compile, odd, "<odd>", "exec")
ast.fix_missing_locations(odd)
exec(compile(odd, "<odd>", "exec"), namespace)
print("odd name", namespace["@odd name"])

shifted = ast.parse("def fail():\n    return 1 / 0")
ast.increment_lineno(shifted, 40)
exec(compile(shifted, "<shifted>", "exec"), namespace)
try:
    namespace["fail"]()
except ZeroDivisionError as e:
    print("line of failure", traceback.extract_tb(e.__traceback__)[-1].lineno)

expression = ast.Expression(ast.BinOp(ast.Constant(-5), ast.Add(), ast.Constant(2.5)))
print("expression", eval(compile(ast.fix_missing_locations(expression), "<e>", "eval")))


class Doubling(ast.NodeTransformer):
    def visit_Constant(self, node):
        return ast.copy_location(ast.Constant(node.value * 2), node)


doubled = Doubling().visit(ast.parse("21", mode="eval"))
print("transformed", eval(compile(doubled, "<d>", "eval")))
joined = ast.Expression(ast.JoinedStr([ast.Constant("a"), ast.FormattedValue(ast.Constant(5), 114, None)]))
print("joined", eval(compile(ast.fix_missing_locations(joined), "<j>", "eval")))


def fixed(tree):
    return compile(ast.fix_missing_locations(tree), "<bad>", "exec")


attempt("wrong mode", compile, ast.parse("1"), "<m>", "eval")
attempt("missing field", fixed, ast.Module([ast.Expr(ast.Name(ctx=ast.Load(), id="x")), ast.Return(1)], []))
attempt("no body", fixed, ast.Module([ast.If(ast.Constant(1), [], [])], []))
attempt("constant name", fixed, ast.Module([ast.Expr(ast.Name("None", ast.Load()))], []))
attempt("dict", fixed, ast.Module([ast.Expr(ast.Dict([ast.Constant(1)], []))], []))
attempt("list", fixed, ast.Module(ast.Constant(1), []))
attempt("outside", fixed, ast.Module([ast.Return(ast.Constant(1))], []))
attempt("odd constant", fixed, ast.Module([ast.Expr(ast.Constant(object))], []))
attempt("try", fixed, ast.Module([ast.Try([ast.Pass()], [], [], [])], []))

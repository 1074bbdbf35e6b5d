"""Syntax trees are compiled as they are, with their positions."""

import ast
import pathlib

tree = ast.parse("def f(a, b=1, /, c=2, *d, e, g=3, **h):\n    x = [a, b]\n    return x[\n        c]\n\ntry:\n    f(1, e=2)\n    f(1, c='q', e=5)\nexcept TypeError as e:\n    tb = e.__traceback__\n    while tb:\n        print(tb.tb_lineno, tb.tb_frame.f_code.co_name, list(tb.tb_frame.f_code.co_positions())[tb.tb_lasti // 2][:2])\n        tb = tb.tb_next\n")
try: exec(compile(tree, "<x>", "exec"))
except IndexError as e: print("index", e)
tree = ast.parse("a = 1\nb = a +\\\n  's'")
for n in ast.walk(tree):
    if hasattr(n, "lineno"): n.lineno += 10; n.end_lineno += 10
try: exec(compile(tree, "<later>", "exec"))
except TypeError as e: print("line", e.__traceback__.tb_next.tb_lineno)
print(eval(compile(ast.Expression(ast.BinOp(ast.Constant(2, lineno=1, col_offset=0), ast.Add(), ast.Constant(-3, lineno=1, col_offset=4), lineno=1, col_offset=0)), "", "eval")))
e = ast.fix_missing_locations(ast.Expression(ast.Tuple([ast.Constant(v) for v in (1, -1, 10**30, -10**30, 1.5, -0.0, 2j, 1+2j, "s", b"b", None, True, ..., (1, (2, "x")))], ast.Load())))
print(eval(compile(e, "", "eval")))
j = ast.fix_missing_locations(ast.Expression(ast.JoinedStr([ast.Constant("a"), ast.Call(ast.Name("str", ast.Load()), [ast.Constant(5)], []), ast.FormattedValue(ast.Constant(2.5), -1, ast.JoinedStr([ast.Constant(".3f")])), ast.JoinedStr([ast.Constant("z")])])))
print(eval(compile(j, "", "eval")))
for bad in [lambda: compile(ast.Module([ast.Expr(ast.Name("x", ast.Load()))], []), "", "exec"), lambda: compile(ast.Module([ast.Constant(1, lineno=1, col_offset=0)], []), "", "exec"), lambda: compile(ast.parse("1"), "", "eval"), lambda: compile(ast.fix_missing_locations(ast.Module([ast.Expr(5)], [])), "", "exec"), lambda: compile(ast.fix_missing_locations(ast.Expression(ast.Constant([]))), "", "eval")]:
    try: bad(); print("fine")
    except Exception as e: print(type(e).__name__, str(e).split(" object at")[0])

# A tree compiles to the same program as its text: names, constants, positions.
def facts(code):
    yield code.co_name, code.co_firstlineno, code.co_varnames, code.co_freevars, code.co_flags
    yield sorted(map(repr, (c for c in code.co_consts if not hasattr(c, "co_code")))), list(code.co_lines())[-1][2]
    for inner in code.co_consts:
        if hasattr(inner, "co_code"):
            yield from facts(inner)


here = pathlib.Path(__file__).parent
for name in ("ast_trees.py", "ast_unparse.py"):
    text = (here / name).read_text()
    direct, by_tree = compile(text, name, "exec"), compile(ast.parse(text), name, "exec")
    print(name, "the same facts:", list(facts(direct)) == list(facts(by_tree)))

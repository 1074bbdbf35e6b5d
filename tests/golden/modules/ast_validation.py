# compile() refuses trees that no source text has, in CPython's words.
import ast
import warnings

place = {"lineno": 1, "col_offset": 0, "end_lineno": 1, "end_col_offset": 0}
name = ast.Name("x", ast.Load())
store = ast.Name("x", ast.Store())
one = ast.Constant(1)
empty = ast.arguments([], [], None, [], [], None, [])


def attempt(title, tree, mode="exec"):
    tree = ast.fix_missing_locations(tree)
    try:
        compile(tree, "<test>", mode)
        print(title, "compiles")
    except Exception as error:
        print(title, type(error).__name__, str(error).split(" <ast")[0])


def statement(node):
    attempt(type(node).__name__, ast.Module([node], []))


def expression(node):
    attempt(type(node).__name__, ast.Expression(node), "eval")


def pattern(node):
    statement(ast.Match(name, [ast.match_case(node, None, [ast.Pass()])]))


statement(ast.FunctionDef("f", empty, [], [], None, None, []))
statement(ast.FunctionDef("f", ast.arguments([], [], None, [], [], None, [one]), [ast.Pass()], [], None, None, []))
statement(ast.FunctionDef("f", ast.arguments([], [], None, [], [one], None, []), [ast.Pass()], [], None, None, []))
statement(ast.ClassDef("C", [store], [], [ast.Pass()], [], []))
statement(ast.Delete([]))
statement(ast.Delete([name]))
statement(ast.Assign([], one))
statement(ast.Assign([name], one))
statement(ast.AugAssign(name, ast.Add(), one))
statement(ast.AnnAssign(ast.Attribute(name, "y", ast.Store()), name, None, 1))
statement(ast.For(name, one, [ast.Pass()], []))
statement(ast.While(one, [], []))
statement(ast.If(one, [], []))
statement(ast.With([], [ast.Pass()]))
statement(ast.Raise(None, name))
statement(ast.Try([ast.Pass()], [], [], []))
statement(ast.Try([ast.Pass()], [], [ast.Pass()], [ast.Pass()]))
statement(ast.Import([]))
statement(ast.ImportFrom("m", [ast.alias("x")], -1))
statement(ast.Global([]))
statement(ast.Expr(ast.Name("None", ast.Load())))
statement(ast.TypeAlias(one, [], one))
expression(ast.BoolOp(ast.And(), [one]))
expression(ast.Dict([], [one]))
expression(ast.Dict([one], [None]))
expression(ast.Set([None]))
expression(ast.ListComp(one, []))
expression(ast.ListComp(one, [ast.comprehension(name, one, [], 0)]))
expression(ast.Compare(one, [ast.In()], []))
expression(ast.Compare(one, [], [one]))
expression(ast.Constant([1]))
expression(ast.Constant((1, object)))
expression(ast.Starred(ast.Name("x", ast.Store()), ast.Load()))
expression(ast.Attribute(name, 5, ast.Load()))
expression(store)
pattern(ast.MatchValue(name))
pattern(ast.MatchValue(ast.JoinedStr([])))
pattern(ast.MatchMapping([ast.JoinedStr([])], [ast.MatchAs()], None))
pattern(ast.MatchSingleton(1))
pattern(ast.MatchAs(ast.MatchValue(one), None))
pattern(ast.MatchAs(None, "_"))
pattern(ast.MatchOr([ast.MatchValue(one)]))
pattern(ast.MatchMapping([one], [], None))
pattern(ast.MatchClass(one, [], [], []))
pattern(ast.MatchStar("x"))
attempt("body", ast.Module(5, []))
attempt("element", ast.Module([one], []))
attempt("abstract", ast.Module([ast.Expr(ast.expr())], []))
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    attempt("field", ast.Module([ast.Return(), ast.Expr()], []))
    attempt("None", ast.Module([ast.Expr(ast.YieldFrom())], []))
try:
    compile(ast.Expression(ast.Constant(1)), "<test>", "eval")
except TypeError as error:
    print("no place", error)
for given in ({"lineno": 5, "end_lineno": 1}, {"col_offset": 5, "end_col_offset": 1}, {"lineno": -1, "end_lineno": 1}):
    try:
        compile(ast.Expression(ast.Constant(1, **{**place, **given})), "<test>", "eval")
    except ValueError as error:
        print("places", error)

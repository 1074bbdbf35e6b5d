# Nodes say the types of their fields, and what a node that is made without a field has there.
import ast
import warnings

warnings.simplefilter("error")
for cls in (ast.Module, ast.FunctionDef, ast.Constant, ast.ImportFrom, ast.arguments, ast.MatchMapping, ast.TypeIgnore,
            ast.Name, ast.TypeVar, ast.Pass):
    print(cls.__doc__)
    print("   ", cls._field_types)
print(ast.mod.__doc__)
print(ast.cmpop.__doc__)
print("context", ast.dump(ast.Name("x")), "| list", ast.Call(ast.Name("f")).args, "| none", ast.Return().value)


class Two(ast.AST):
    _fields = "one", "two"
    _field_types = {"one": int | None}
    one = None


class Plain(ast.AST):
    _fields = "one",


def attempt(title, make):
    try:
        print(title, vars(make()))
    except (TypeError, DeprecationWarning) as error:
        print(title, type(error).__name__, error)


attempt("undeclared", lambda: Two())
attempt("declared", lambda: Two(two=2))
attempt("plain", lambda: Plain())
attempt("missing", lambda: ast.Expr())
attempt("unknown", lambda: ast.Expr(ast.Pass(), color=1))
attempt("too many", lambda: ast.Pass(1))
print("made by hand", vars(ast.Pass.__new__(ast.Pass, 1, two=2)))
print("kinds", [(n.value, n.kind) for n in ast.walk(ast.parse("u'a'; 'b'; U'c' 'd'; 'e' u'f'; b'u'; f'{1}u'"))
                if isinstance(n, ast.Constant)])
for number in (None, "1", 2.5):
    tree = ast.parse("x")
    tree.body[0].lineno = number
    try:
        compile(tree, "page", "exec")
    except (TypeError, ValueError) as error:
        print("line", repr(number), type(error).__name__, error)
print("unchecked tree", ast.dump(compile(ast.Module([None]), "page", "exec", ast.PyCF_ONLY_AST)))

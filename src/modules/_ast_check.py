import ast

# Types of fields that hold no expressions, by field or by node and field.
_TYPES = {
    **dict.fromkeys("name asname attr id module rest arg kwd_attrs".split(), "identifier"),
    **dict.fromkeys("type_comment tag kind".split(), "string"),
    **dict.fromkeys("simple level conversion is_async lineno".split(), "int"),
    **dict.fromkeys("body orelse finalbody".split(), "stmt"),
    **dict.fromkeys("posonlyargs kwonlyargs vararg kwarg".split(), "arg"),
    **dict.fromkeys("pattern patterns kwd_patterns".split(), "pattern"),
    "keywords": "keyword", "names": "alias", "items": "withitem", "cases": "match_case", "handlers": "excepthandler",
    "generators": "comprehension", "op": "operator", "ops": "cmpop", "ctx": "expr_context",
    "type_ignores": "type_ignore", "type_params": "type_param",
    "FunctionDef.args": "arguments", "AsyncFunctionDef.args": "arguments", "Lambda.args": "arguments",
    "arguments.args": "arg", "Lambda.body": "expr", "IfExp.body": "expr", "IfExp.orelse": "expr",
    "Expression.body": "expr", "BoolOp.op": "boolop", "UnaryOp.op": "unaryop", "TypeAlias.name": "expr",
    "Global.names": "identifier", "Nonlocal.names": "identifier", "Constant.value": "constant",
    "MatchSingleton.value": "constant",
}
# Classes whose instances are no nodes.
_SUMS = frozenset("""mod stmt expr expr_context boolop operator unaryop cmpop excepthandler pattern type_ignore
    type_param""".split())
_LITERALS = (int, float, complex, str, bytes)


def check(tree):
    """Raise the error of `compile()` for a tree that no source text has."""
    _convert(tree, "mod")
    _ROOTS[type(tree).__name__](tree)


# --- The types of fields --------------------------------------------------------------------------

def _convert(node, kind):
    base = getattr(ast, kind)
    for name in ("lineno", "col_offset"):
        if name in base._attributes:
            value = getattr(node, name, _missing)
            if value is _missing:
                raise TypeError(f'required field "{name}" missing from {kind}')
            _integer(value)
    for name in ("end_lineno", "end_col_offset"):
        if name in base._attributes and getattr(node, name, None) is not None:
            _integer(getattr(node, name))
    cls = next((c for c in type(node).__mro__ if c.__module__ == "ast"), None)
    if not isinstance(node, base) or cls.__name__ in _SUMS:
        raise TypeError(f"expected some sort of {kind}, but got {node!r}")
    owner = cls.__name__
    for field in cls._fields:
        type_name = _TYPES.get(f"{owner}.{field}") or _TYPES.get(field, "expr")
        value = getattr(node, field, _missing)
        if field in cls._lists:
            if value is _missing:
                setattr(node, field, [])
                continue
            if type(value) is not list and not isinstance(value, list):
                raise TypeError(f'{owner} field "{field}" must be a list, not a {type(value).__name__}')
            for item in value:
                if item is not None or type_name in ("identifier", "string"):
                    _convert_value(item, type_name)
                elif type_name not in ("expr", "stmt"):
                    raise TypeError(f"expected some sort of {type_name}, but got None")
        elif type_name == "constant":
            if value is _missing:
                raise TypeError(f'required field "{field}" missing from {owner}')
        elif value is _missing:
            if field == "ctx":
                node.ctx = ast.Load()
            elif field not in cls._optional:
                raise TypeError(f'required field "{field}" missing from {owner}')
        elif value is None:
            if field not in cls._optional:
                raise ValueError(f"field '{field}' is required for {owner}")
        else:
            _convert_value(value, type_name)


_missing = object()


def _integer(value):
    if not isinstance(value, int):
        raise ValueError(f"invalid integer value: {value!r}")


def _convert_value(value, type_name):
    match type_name:
        case "identifier":
            if type(value) is not str:
                raise TypeError("AST identifier must be of type str")
        case "string":
            if type(value) not in (str, bytes):
                raise TypeError("AST string must be of type str")
        case "int":
            _integer(value)
        case _:
            _convert(value, type_name)


# --- The rules ------------------------------------------------------------------------------------

def _places(node):
    line, column = node.lineno, node.col_offset
    end_line = node.end_lineno if getattr(node, "end_lineno", None) is not None else line
    end_column = node.end_col_offset if getattr(node, "end_col_offset", None) is not None else column
    if line > end_line:
        raise ValueError(f"AST node line range ({line}, {end_line}) is not valid")
    if line < 0 and end_line != line or column < 0 and column != end_column:
        raise ValueError(f"AST node column range ({column}, {end_column}) for line range ({line}, {end_line}) is not valid")
    if line == end_line and column > end_column:
        raise ValueError(f"line {line}, column {column}-{end_column} is not a valid range")


def _name(name):
    if name in ("None", "True", "False"):
        raise ValueError(f"identifier field can't represent '{name}' constant")


def _some(items, field, owner):
    if not items:
        raise ValueError(f"empty {field} on {owner}")


def _body(items, owner):
    _some(items, "body", owner)
    _stmts(items)


def _stmts(items):
    for item in items:
        if item is None:
            raise ValueError("None disallowed in statement list")
        _stmt(item)


def _exprs(items, context="Load", none_allowed=False):
    for item in items:
        if item is not None:
            _expr(item, context)
        elif not none_allowed:
            raise ValueError("None disallowed in expression list")


def _maybe(item, context="Load"):
    if item is not None:
        _expr(item, context)


def _constant(value):
    if value is None or value is ... or type(value) in (*_LITERALS, bool):
        return
    if type(value) not in (tuple, frozenset):
        raise TypeError(f"got an invalid type in Constant: {type(value).__name__}")
    for item in value:
        _constant(item)


def _arguments(node):
    for each in (*node.posonlyargs, *node.args, node.vararg, *node.kwonlyargs, node.kwarg):
        if each is not None:
            _places(each)
            _maybe(each.annotation)
    if len(node.defaults) > len(node.posonlyargs) + len(node.args):
        raise ValueError("more positional defaults than args on arguments")
    if len(node.kw_defaults) != len(node.kwonlyargs):
        raise ValueError("length of kwonlyargs is not the same as kw_defaults on arguments")
    _exprs(node.defaults)
    _exprs(node.kw_defaults, none_allowed=True)


def _keywords(items):
    for item in items:
        _expr(item.value)


def _generators(items):
    if not items:
        raise ValueError("comprehension with no generators")
    for item in items:
        _expr(item.target, "Store")
        _expr(item.iter)
        _exprs(item.ifs)


def _type_params(items):
    for item in items:
        _places(item)
        _name(item.name)
        _maybe(getattr(item, "bound", None))
        _maybe(item.default_value)


def _expr(node, context="Load"):
    _places(node)
    own = getattr(node, "ctx", None)
    if own is None:
        if context != "Load":
            raise ValueError(f"expression which can't be assigned to in {context} context")
    elif type(own).__name__ != context:
        raise ValueError(f"expression must have {context} context but has {type(own).__name__} instead")
    match node:
        case ast.BoolOp():
            if len(node.values) < 2:
                raise ValueError("BoolOp with less than 2 values")
            _exprs(node.values)
        case ast.Lambda():
            _arguments(node.args)
            _expr(node.body)
        case ast.Dict():
            if len(node.keys) != len(node.values):
                raise ValueError("Dict doesn't have the same number of keys as values")
            _exprs(node.keys, none_allowed=True)
            _exprs(node.values)
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp():
            _generators(node.generators)
            _expr(node.elt)
        case ast.DictComp():
            _generators(node.generators)
            _expr(node.key)
            _expr(node.value)
        case ast.Compare():
            if not node.comparators:
                raise ValueError("Compare with no comparators")
            if len(node.comparators) != len(node.ops):
                raise ValueError("Compare has a different number of comparators and operands")
            _exprs(node.comparators)
            _expr(node.left)
        case ast.Call():
            _expr(node.func)
            _exprs(node.args)
            _keywords(node.keywords)
        case ast.Constant():
            _constant(node.value)
        case ast.Starred():
            _expr(node.value, context)
        case ast.Name():
            _name(node.id)
        case ast.List() | ast.Tuple():
            _exprs(node.elts, context)
        case ast.NamedExpr():
            _expr(node.value)
        case _:
            for field in node._fields:
                value = getattr(node, field, None)
                if isinstance(value, ast.expr):
                    _expr(value)
                elif isinstance(value, list):
                    _exprs(value)


def _targets(node, context, owner):
    _some(node.targets, "targets", owner)
    _exprs(node.targets, context)


def _function(node):
    _body(node.body, type(node).__name__)
    _type_params(node.type_params)
    _arguments(node.args)
    _exprs(node.decorator_list)
    _maybe(node.returns)


def _stmt(node):
    _places(node)
    owner = type(node).__name__
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            _function(node)
        case ast.ClassDef():
            _body(node.body, owner)
            _type_params(node.type_params)
            _exprs(node.bases)
            _keywords(node.keywords)
            _exprs(node.decorator_list)
        case ast.Return():
            _maybe(node.value)
        case ast.Delete():
            _targets(node, "Del", owner)
        case ast.Assign():
            _targets(node, "Store", owner)
            _expr(node.value)
        case ast.AugAssign():
            _expr(node.target, "Store")
            _expr(node.value)
        case ast.AnnAssign():
            if node.simple and not isinstance(node.target, ast.Name):
                raise TypeError("AnnAssign with simple non-Name target")
            _expr(node.target, "Store")
            _maybe(node.value)
            _expr(node.annotation)
        case ast.TypeAlias():
            if not isinstance(node.name, ast.Name):
                raise TypeError("TypeAlias with non-Name name")
            _expr(node.name, "Store")
            _type_params(node.type_params)
            _expr(node.value)
        case ast.For() | ast.AsyncFor():
            _expr(node.target, "Store")
            _expr(node.iter)
            _body(node.body, owner)
            _stmts(node.orelse)
        case ast.While() | ast.If():
            _expr(node.test)
            _body(node.body, owner)
            _stmts(node.orelse)
        case ast.With() | ast.AsyncWith():
            _some(node.items, "items", owner)
            for item in node.items:
                _expr(item.context_expr)
                _maybe(item.optional_vars, "Store")
            _body(node.body, owner)
        case ast.Match():
            _expr(node.subject)
            _some(node.cases, "cases", owner)
            for case in node.cases:
                _pattern(case.pattern)
                _maybe(case.guard)
                _body(case.body, "match_case")
        case ast.Raise():
            if node.exc is None and node.cause is not None:
                raise ValueError("Raise with cause but no exception")
            _maybe(node.exc)
            _maybe(node.cause)
        case ast.Try() | ast.TryStar():
            _body(node.body, owner)
            if not node.handlers and not node.finalbody:
                raise ValueError(f"{owner} has neither except handlers nor finalbody")
            if not node.handlers and node.orelse:
                raise ValueError(f"{owner} has orelse but no except handlers")
            for handler in node.handlers:
                _places(handler)
                _maybe(handler.type)
                _body(handler.body, "ExceptHandler")
            _stmts(node.orelse)
            _stmts(node.finalbody)
        case ast.Assert():
            _expr(node.test)
            _maybe(node.msg)
        case ast.ImportFrom():
            if node.level is not None and node.level < 0:
                raise ValueError("Negative ImportFrom level")
            _some(node.names, "names", owner)
        case ast.Import() | ast.Global() | ast.Nonlocal():
            _some(node.names, "names", owner)
        case ast.Expr():
            _expr(node.value)


def _capture(name):
    if name == "_":
        raise ValueError("can't capture name '_' in patterns")
    _name(name)


def _is_number(node, types, signed):
    if signed and isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        node = node.operand
    return isinstance(node, ast.Constant) and type(node.value) in types


def _match_value(node):
    _expr(node)
    match node:
        case ast.Constant():
            if type(node.value) not in _LITERALS:
                raise ValueError("unexpected constant inside of a literal pattern")
        case ast.Attribute() | ast.JoinedStr():
            pass
        case ast.UnaryOp() if _is_number(node, (int, float, complex), True):
            pass
        case ast.BinOp(op=ast.Add() | ast.Sub()) if (_is_number(node.left, (int, float), True)
                                                     and _is_number(node.right, (complex,), False)):
            pass
        case _:
            raise ValueError("patterns may only match literals and attribute lookups")


def _patterns(items, star_allowed=False):
    for item in items:
        _pattern(item, star_allowed)


def _pattern(node, star_allowed=False):
    _places(node)
    match node:
        case ast.MatchValue():
            _match_value(node.value)
        case ast.MatchSingleton():
            if not (node.value is None or type(node.value) is bool):
                raise ValueError("MatchSingleton can only contain True, False and None")
        case ast.MatchSequence():
            _patterns(node.patterns, True)
        case ast.MatchMapping():
            if len(node.keys) != len(node.patterns):
                raise ValueError("MatchMapping doesn't have the same number of keys as patterns")
            if node.rest is not None:
                _capture(node.rest)
            for key in node.keys:
                if not (isinstance(key, ast.Constant) and (key.value is None or type(key.value) is bool)):
                    _match_value(key)
            _patterns(node.patterns)
        case ast.MatchClass():
            if len(node.kwd_attrs) != len(node.kwd_patterns):
                raise ValueError("MatchClass doesn't have the same number of keyword attributes as patterns")
            _expr(node.cls)
            cls = node.cls
            while isinstance(cls, ast.Attribute):
                cls = cls.value
            if not isinstance(cls, ast.Name):
                raise ValueError("MatchClass cls field can only contain Name or Attribute nodes.")
            for name in node.kwd_attrs:
                _name(name)
            _patterns(node.patterns)
            _patterns(node.kwd_patterns)
        case ast.MatchStar():
            if not star_allowed:
                raise ValueError("can't use MatchStar here")
            if node.name is not None:
                _capture(node.name)
        case ast.MatchAs():
            if node.name is not None:
                _capture(node.name)
            if node.pattern is not None:
                if node.name is None:
                    raise ValueError("MatchAs must specify a target name if a pattern is given")
                _pattern(node.pattern)
        case ast.MatchOr():
            if len(node.patterns) < 2:
                raise ValueError("MatchOr requires at least 2 patterns")
            _patterns(node.patterns)


_ROOTS = {
    "Module": lambda tree: _stmts(tree.body),
    "Interactive": lambda tree: _stmts(tree.body),
    "Expression": lambda tree: _expr(tree.body),
    "FunctionType": lambda tree: (_exprs(tree.argtypes), _expr(tree.returns)),
}

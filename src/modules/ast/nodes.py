PyCF_OPTIMIZED_AST, PyCF_TYPE_COMMENTS, PyCF_ONLY_AST, PyCF_ALLOW_TOP_LEVEL_AWAIT = 33792, 4096, 1024, 8192

_Union, _Alias = type(int | None), type(list[int])
_new = object.__new__


class AST:
    _fields = _attributes = __match_args__ = ()

    def __new__(cls, /, *args, **kwargs):
        return _new(cls)

    def __init__(self, /, *args, **kwargs):
        cls, fields = type(self), self._fields
        if len(args) > len(fields):
            plural = "" if len(fields) == 1 else "s"
            raise TypeError(f"{cls.__name__} constructor takes at most {len(fields)} positional argument{plural}")
        missing = list(fields[len(args):])
        for name, value in zip(fields, args):
            setattr(self, name, value)
        for name, value in kwargs.items():
            if name in missing:
                missing.remove(name)
            elif name in fields:
                raise TypeError(f"{cls.__name__} got multiple values for argument {name!r}")
            elif name not in self._attributes:
                _warn(f"{cls.__name__}.__init__ got an unexpected keyword argument {name!r}. Support for "
                      "arbitrary keyword arguments is deprecated and will be removed in Python 3.15.")
            setattr(self, name, value)
        # A class of the program may lack information about its fields.
        types = getattr(cls, "_field_types", None) if missing else None
        for name in missing if types is not None else ():
            field_type = types.get(name)
            if field_type is None:
                _warn(f"Field {name!r} is missing from {cls.__name__}._field_types. "
                      "This will become an error in Python 3.15.")
            elif isinstance(field_type, _Union):
                pass
            elif isinstance(field_type, _Alias):
                setattr(self, name, [])
            elif field_type is expr_context:
                self.ctx = Load()
            else:
                _warn(f"{cls.__name__}.__init__ missing 1 required positional argument: {name!r}. "
                      "This will become an error in Python 3.15.")

    def __reduce_ex__(self, protocol):
        return _restored, (type(self), self.__dict__.copy())

    def __replace__(self, /, **changes):
        for name in changes:
            if name not in self._fields and name not in self._attributes:
                raise TypeError(f"{type(self).__name__}.__replace__ got an unexpected keyword argument {name!r}.")
        return _restored(type(self), self.__dict__ | changes)


def _restored(cls, state):
    node = _new(cls)
    node.__dict__.update(state)
    return node


def _warn(message):
    import warnings
    warnings.warn(message, DeprecationWarning, stacklevel=3)


# The abstract grammar (library reference, `ast`): the kinds of nodes, `+` if they have positions, and their nodes with
# the types and names of their fields; `*` marks a list, `?` what may be None.
_GRAMMAR = """
mod -
 Module(stmt* body, type_ignore* type_ignores)
 Interactive(stmt* body)
 Expression(expr body)
 FunctionType(expr* argtypes, expr returns)
stmt +
 FunctionDef(identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment,
 type_param* type_params)
 AsyncFunctionDef(identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns,
 string? type_comment, type_param* type_params)
 ClassDef(identifier name, expr* bases, keyword* keywords, stmt* body, expr* decorator_list, type_param* type_params)
 Return(expr? value)
 Delete(expr* targets)
 Assign(expr* targets, expr value, string? type_comment)
 TypeAlias(expr name, type_param* type_params, expr value)
 AugAssign(expr target, operator op, expr value)
 AnnAssign(expr target, expr annotation, expr? value, int simple)
 For(expr target, expr iter, stmt* body, stmt* orelse, string? type_comment)
 AsyncFor(expr target, expr iter, stmt* body, stmt* orelse, string? type_comment)
 While(expr test, stmt* body, stmt* orelse)
 If(expr test, stmt* body, stmt* orelse)
 With(withitem* items, stmt* body, string? type_comment)
 AsyncWith(withitem* items, stmt* body, string? type_comment)
 Match(expr subject, match_case* cases)
 Raise(expr? exc, expr? cause)
 Try(stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody)
 TryStar(stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody)
 Assert(expr test, expr? msg)
 Import(alias* names)
 ImportFrom(identifier? module, alias* names, int? level)
 Global(identifier* names)
 Nonlocal(identifier* names)
 Expr(expr value)
 Pass
 Break
 Continue
expr +
 BoolOp(boolop op, expr* values)
 NamedExpr(expr target, expr value)
 BinOp(expr left, operator op, expr right)
 UnaryOp(unaryop op, expr operand)
 Lambda(arguments args, expr body)
 IfExp(expr test, expr body, expr orelse)
 Dict(expr* keys, expr* values)
 Set(expr* elts)
 ListComp(expr elt, comprehension* generators)
 SetComp(expr elt, comprehension* generators)
 DictComp(expr key, expr value, comprehension* generators)
 GeneratorExp(expr elt, comprehension* generators)
 Await(expr value)
 Yield(expr? value)
 YieldFrom(expr value)
 Compare(expr left, cmpop* ops, expr* comparators)
 Call(expr func, expr* args, keyword* keywords)
 FormattedValue(expr value, int conversion, expr? format_spec)
 JoinedStr(expr* values)
 Constant(constant value, string? kind)
 Attribute(expr value, identifier attr, expr_context ctx)
 Subscript(expr value, expr slice, expr_context ctx)
 Starred(expr value, expr_context ctx)
 Name(identifier id, expr_context ctx)
 List(expr* elts, expr_context ctx)
 Tuple(expr* elts, expr_context ctx)
 Slice(expr? lower, expr? upper, expr? step)
expr_context -
 Load | Store | Del
boolop -
 And | Or
operator -
 Add | Sub | Mult | MatMult | Div | Mod | Pow | LShift | RShift | BitOr | BitXor | BitAnd | FloorDiv
unaryop -
 Invert | Not | UAdd | USub
cmpop -
 Eq | NotEq | Lt | LtE | Gt | GtE | Is | IsNot | In | NotIn
comprehension -
 comprehension(expr target, expr iter, expr* ifs, int is_async)
excepthandler +
 ExceptHandler(expr? type, identifier? name, stmt* body)
arguments -
 arguments(arg* posonlyargs, arg* args, arg? vararg, arg* kwonlyargs, expr* kw_defaults, arg? kwarg, expr* defaults)
arg +
 arg(identifier arg, expr? annotation, string? type_comment)
keyword +
 keyword(identifier? arg, expr value)
alias +
 alias(identifier name, identifier? asname)
withitem -
 withitem(expr context_expr, expr? optional_vars)
match_case -
 match_case(pattern pattern, expr? guard, stmt* body)
pattern +
 MatchValue(expr value)
 MatchSingleton(constant value)
 MatchSequence(pattern* patterns)
 MatchMapping(expr* keys, pattern* patterns, identifier? rest)
 MatchClass(expr cls, pattern* patterns, identifier* kwd_attrs, pattern* kwd_patterns)
 MatchStar(identifier? name)
 MatchAs(pattern? pattern, identifier? name)
 MatchOr(pattern* patterns)
type_ignore -
 TypeIgnore(int lineno, string tag)
type_param +
 TypeVar(identifier name, expr? bound, expr? default_value)
 ParamSpec(identifier name, expr? default_value)
 TypeVarTuple(identifier name, expr? default_value)
"""
# Kinds of nodes whose ends must be known.
_WITH_ENDS = "pattern", "type_param"


def _node_class(name, base, doc):
    return type(name, (base,), {"__module__": "ast", "__doc__": doc})


def _add_fields(cls, fields, types):
    """Declare the fields of a class of nodes."""
    names, field_types = [], {}
    for field in fields:
        marked, name = field.split()
        field_type = types[marked.rstrip("*?")]
        if marked[-1] == "*":
            field_type = list[field_type]
        elif marked[-1] == "?":
            field_type |= None
            # Optional fields are None in nodes made without them.
            setattr(cls, name, None)
        names.append(name)
        field_types[name] = field_type
    cls._fields = cls.__match_args__ = tuple(names)
    cls._field_types = cls.__annotations__ = field_types


def _make_classes():
    made, fields = {"AST": AST}, {}
    AST.__module__ = "ast"
    for rule in _GRAMMAR.strip().replace(",\n", ",").replace("\n ", " | ").split("\n"):
        head, *nodes = rule.split(" | ")
        kind, places = head.split()
        if not nodes[0].startswith(kind + "("):
            between = f"\n{' ' * len(kind)} | " if "(" in rule else " | "
            made[kind] = _node_class(kind, AST, f"{kind} = {between.join(nodes)}")
        base = made.get(kind, AST)
        for node in nodes:
            name, _, declared = node.rstrip(")").partition("(")
            made[name] = _node_class(name, base, node)
            fields[name] = declared.split(", ") if declared else []
        if places == "+":
            made[kind]._attributes = ("lineno", "col_offset", "end_lineno", "end_col_offset")
            if kind not in _WITH_ENDS:
                made[kind].end_lineno = made[kind].end_col_offset = None
    types = {"identifier": str, "string": str, "int": int, "constant": object, **made}
    for name, declared in fields.items():
        _add_fields(made[name], declared, types)
    return made


_nodes = _make_classes()
globals().update(_nodes)
# The nodes without contents, which all trees share.
_contexts = {name: cls() for name, cls in _nodes.items()
             if issubclass(cls, (expr_context, boolop, operator, unaryop, cmpop)) and cls.__base__ is not AST}


def _place(cls, fields, place):
    """A node as the parser makes it."""
    node = _new(cls)
    node.__dict__.update(fields)
    if place is not None:
        node.lineno, node.col_offset, node.end_lineno, node.end_col_offset = place
    return node

PyCF_OPTIMIZED_AST, PyCF_TYPE_COMMENTS, PyCF_ONLY_AST, PyCF_ALLOW_TOP_LEVEL_AWAIT = 33792, 4096, 1024, 8192


class AST:
    _fields = _attributes = __match_args__ = ()
    _lists = _optional = frozenset()
    _field_types = {}

    def __init__(self, *args, **kwargs):
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
        for name in missing:
            if name in self._lists:
                setattr(self, name, [])
            elif name == "ctx":
                self.ctx = Load()
            elif name not in self._optional:
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
    node = cls.__new__(cls)
    node.__dict__.update(state)
    return node


def _warn(message):
    import warnings
    warnings.warn(message, DeprecationWarning, stacklevel=3)


# The abstract grammar (library reference, `ast`): a kind, whether its nodes have positions, and its nodes with
# their fields; `*` marks a list, `?` what may be None.
_GRAMMAR = """
mod - Module(body* type_ignores*) Interactive(body*) Expression(body) FunctionType(argtypes* returns)
stmt + FunctionDef(name args body* decorator_list* returns? type_comment? type_params*)
 AsyncFunctionDef(name args body* decorator_list* returns? type_comment? type_params*)
 ClassDef(name bases* keywords* body* decorator_list* type_params*) Return(value?) Delete(targets*)
 Assign(targets* value type_comment?) TypeAlias(name type_params* value) AugAssign(target op value)
 AnnAssign(target annotation value? simple) For(target iter body* orelse* type_comment?)
 AsyncFor(target iter body* orelse* type_comment?) While(test body* orelse*) If(test body* orelse*)
 With(items* body* type_comment?) AsyncWith(items* body* type_comment?) Match(subject cases*) Raise(exc? cause?)
 Try(body* handlers* orelse* finalbody*) TryStar(body* handlers* orelse* finalbody*) Assert(test msg?)
 Import(names*) ImportFrom(module? names* level?) Global(names*) Nonlocal(names*) Expr(value) Pass() Break() Continue()
expr + BoolOp(op values*) NamedExpr(target value) BinOp(left op right) UnaryOp(op operand) Lambda(args body)
 IfExp(test body orelse) Dict(keys* values*) Set(elts*) ListComp(elt generators*) SetComp(elt generators*)
 DictComp(key value generators*) GeneratorExp(elt generators*) Await(value) Yield(value?) YieldFrom(value)
 Compare(left ops* comparators*) Call(func args* keywords*) FormattedValue(value conversion format_spec?)
 JoinedStr(values*) Constant(value kind?) Attribute(value attr ctx) Subscript(value slice ctx) Starred(value ctx)
 Name(id ctx) List(elts* ctx) Tuple(elts* ctx) Slice(lower? upper? step?)
expr_context - Load() Store() Del()
boolop - And() Or()
operator - Add() Sub() Mult() MatMult() Div() Mod() Pow() LShift() RShift() BitOr() BitXor() BitAnd() FloorDiv()
unaryop - Invert() Not() UAdd() USub()
cmpop - Eq() NotEq() Lt() LtE() Gt() GtE() Is() IsNot() In() NotIn()
comprehension - =(target iter ifs* is_async)
excepthandler + ExceptHandler(type? name? body*)
arguments - =(posonlyargs* args* vararg? kwonlyargs* kw_defaults* kwarg? defaults*)
arg + =(arg annotation? type_comment?)
keyword + =(arg? value)
alias + =(name asname?)
withitem - =(context_expr optional_vars?)
match_case - =(pattern guard? body*)
pattern + MatchValue(value) MatchSingleton(value) MatchSequence(patterns*) MatchMapping(keys* patterns* rest?)
 MatchClass(cls patterns* kwd_attrs* kwd_patterns*) MatchStar(name?) MatchAs(pattern? name?) MatchOr(patterns*)
type_ignore - TypeIgnore(lineno tag)
type_param + TypeVar(name bound? default_value?) ParamSpec(name default_value?) TypeVarTuple(name default_value?)
"""


def _node_class(name, base, fields, doc):
    names = tuple(field.rstrip("*?") for field in fields)
    optional = frozenset(field[:-1] for field in fields if field[-1] == "?")
    namespace = {
        "__module__": "ast", "__doc__": doc, "_fields": names, "__match_args__": names, "_optional": optional,
        "_lists": frozenset(field[:-1] for field in fields if field[-1] == "*"),
        "_field_types": {field.rstrip("*?"): list[object] if field[-1] == "*" else object for field in fields},
    }
    # What may be None is None in nodes that were made without it.
    namespace.update(dict.fromkeys(optional))
    return type(name, (base,), namespace)


def _make_classes():
    made = {"AST": AST}
    AST.__module__ = "ast"
    for rule in _GRAMMAR.strip().replace("\n ", " ").split("\n"):
        kind, places, *nodes = rule.replace("()", "(;)").split(" ", 2)
        kind_class = _node_class(kind, AST, (), None)
        if places == "+":
            kind_class._attributes = ("lineno", "col_offset", "end_lineno", "end_col_offset")
            if kind not in ("pattern", "type_param"):
                kind_class.end_lineno = kind_class.end_col_offset = None
        made[kind] = kind_class
        for node in nodes[0].split(")"):
            name, _, fields = node.strip().partition("(")
            fields = [] if fields in ("", ";") else fields.split()
            if name == "=":
                made[kind] = one = _node_class(kind, AST, fields, None)
                one._attributes = kind_class._attributes
                if places == "+":
                    one.end_lineno = one.end_col_offset = None
            elif name:
                made[name] = _node_class(name, kind_class, fields, None)
    return made


globals().update(_make_classes())
_contexts = {name: globals()[name]() for name in (
    "Load", "Store", "Del", "And", "Or", "Add", "Sub", "Mult", "MatMult", "Div", "Mod", "Pow", "LShift", "RShift",
    "BitOr", "BitXor", "BitAnd", "FloorDiv", "Invert", "Not", "UAdd", "USub", "Eq", "NotEq", "Lt", "LtE", "Gt", "GtE",
    "Is", "IsNot", "In", "NotIn")}


def _place(cls, fields, place):
    """A node as the parser makes it."""
    node = cls.__new__(cls)
    node.__dict__.update(fields)
    if place is not None:
        node.lineno, node.col_offset, node.end_lineno, node.end_col_offset = place
    return node

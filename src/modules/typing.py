import sys
import types
from abc import ABCMeta, abstractmethod

__all__ = [
    "Annotated", "Any", "Callable", "ClassVar", "Concatenate", "Final", "ForwardRef", "Generic",
    "Literal", "Optional", "ParamSpec", "Protocol", "Tuple", "Type", "TypeVar", "TypeVarTuple", "Union",
    "AbstractSet", "ByteString", "Container", "ContextManager", "Hashable", "ItemsView", "Iterable",
    "Iterator", "KeysView", "Mapping", "MappingView", "MutableMapping", "MutableSequence", "MutableSet",
    "Sequence", "Sized", "ValuesView", "Awaitable", "AsyncIterator", "AsyncIterable", "Coroutine",
    "Collection", "AsyncGenerator", "AsyncContextManager", "Reversible", "SupportsAbs", "SupportsBytes",
    "SupportsComplex", "SupportsFloat", "SupportsIndex", "SupportsInt", "SupportsRound", "ChainMap",
    "Counter", "Deque", "Dict", "DefaultDict", "List", "OrderedDict", "Set", "FrozenSet", "NamedTuple",
    "TypedDict", "Generator", "BinaryIO", "IO", "Match", "Pattern", "TextIO", "AnyStr", "assert_type",
    "assert_never", "cast", "clear_overloads", "dataclass_transform", "final", "get_args", "get_origin",
    "get_overloads", "get_protocol_members", "get_type_hints", "is_protocol", "is_typeddict",
    "LiteralString", "Never", "NewType", "no_type_check", "no_type_check_decorator", "NoDefault",
    "NoReturn", "NotRequired", "overload", "override", "ParamSpecArgs", "ParamSpecKwargs", "ReadOnly",
    "Required", "reveal_type", "runtime_checkable", "Self", "Text", "TYPE_CHECKING", "TypeAlias",
    "TypeGuard", "TypeIs", "TypeAliasType", "Unpack",
]

TYPE_CHECKING = False
Text = str


def _type_repr(obj):
    if isinstance(obj, type):
        if obj.__module__ == "builtins":
            return obj.__qualname__
        return f"{obj.__module__}.{obj.__qualname__}"
    if obj is ...:
        return "..."
    if isinstance(obj, types.FunctionType):
        return obj.__name__
    if isinstance(obj, list):
        return "[" + ", ".join(_type_repr(t) for t in obj) + "]"
    return repr(obj)


def _type_check(arg, message):
    """What stands for a type argument: None for its class, a string for a forward reference."""
    if arg is None:
        return type(None)
    if isinstance(arg, str):
        return ForwardRef(arg)
    if arg is Generic or arg is Protocol:
        raise TypeError(f"Plain {arg!r} is not valid as type argument")
    if type(arg) is tuple:
        raise TypeError(f"{message} Got {arg!r:.100}.")
    return arg


def _parameters(args):
    """The type variables in type arguments, each once."""
    found = []
    for arg in args:
        if isinstance(arg, type):
            continue
        if hasattr(arg, "__typing_subst__"):
            if arg not in found:
                found.append(arg)
        elif isinstance(arg, (list, tuple)):
            found += [p for p in _parameters(arg) if p not in found]
        else:
            found += [p for p in getattr(arg, "__parameters__", ()) if p not in found]
    return tuple(found)


def _flat_once(args):
    """Members of a union: unions flattened, each member once."""
    flat = []
    for arg in args:
        members = arg.__args__ if isinstance(arg, (_UnionAlias, types.UnionType)) else (arg,)
        for member in members:
            if member not in flat:
                flat.append(member)
    return flat


class _Final:
    """Mixin to prohibit subclassing."""

    __slots__ = ()

    def __init_subclass__(cls, /, *args, **kwds):
        if "_root" not in kwds:
            raise TypeError("Cannot subclass special typing classes")


class _Operand:
    """What `|` makes unions of."""

    __slots__ = ()

    def __or__(self, right):
        return Union[self, right]

    def __ror__(self, left):
        return Union[left, self]


class ForwardRef(_Final, _root=True):
    """Internal wrapper to hold a forward reference."""

    __slots__ = ("__forward_arg__", "__forward_code__", "__forward_evaluated__", "__forward_value__",
                 "__forward_is_argument__", "__forward_is_class__", "__forward_module__")

    def __init__(self, arg, is_argument=True, module=None, *, is_class=False):
        if not isinstance(arg, str):
            raise TypeError(f"Forward reference must be a string -- got {arg!r}")
        try:
            self.__forward_code__ = compile(f"({arg})" if arg.startswith("*") else arg, "<string>", "eval")
        except SyntaxError:
            raise SyntaxError(f"Forward reference must be an expression -- got {arg!r}")
        self.__forward_arg__ = arg
        self.__forward_evaluated__ = False
        self.__forward_value__ = None
        self.__forward_is_argument__ = is_argument
        self.__forward_is_class__ = is_class
        self.__forward_module__ = module

    def _resolve(self, globalns, localns):
        value = eval(self.__forward_code__, globalns, localns)
        return _resolve(_type_check(value, "Forward references must evaluate to types."), globalns, localns)

    def __eq__(self, other):
        if not isinstance(other, ForwardRef):
            return NotImplemented
        return self.__forward_arg__ == other.__forward_arg__

    def __hash__(self):
        return hash(self.__forward_arg__)

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __repr__(self):
        return f"ForwardRef({self.__forward_arg__!r})"


class _Special(_Operand):
    """A name of this module that is no class: `Any`'s relatives, and forms that take arguments."""

    def __init__(self, name, getitem=None, doc=None, mro_entries=None):
        self._name = self.__name__ = self.__qualname__ = name
        self._getitem = getitem
        self._mro_entries = mro_entries
        self.__doc__ = doc

    def __mro_entries__(self, bases):
        if self._mro_entries is not None:
            return self._mro_entries(bases)
        raise TypeError(f"Cannot subclass {self!r}")

    def __repr__(self):
        return "typing." + self._name

    def __reduce__(self):
        return self._name

    def __call__(self, *args, **kwds):
        raise TypeError(f"Cannot instantiate {self!r}")

    def __instancecheck__(self, obj):
        raise TypeError(f"{self} cannot be used with isinstance()")

    def __subclasscheck__(self, cls):
        raise TypeError(f"{self} cannot be used with issubclass()")

    def __getitem__(self, parameters):
        if self._getitem is None:
            raise TypeError(f"{self} is not subscriptable")
        return self._getitem(self, parameters)

    def __eq__(self, other):
        return self is other

    def __hash__(self):
        return id(self) >> 4


class _AnyMeta(type):
    def __instancecheck__(self, obj):
        if self is Any:
            raise TypeError("typing.Any cannot be used with isinstance()")
        return super().__instancecheck__(obj)

    def __repr__(self):
        return "typing.Any" if self is Any else super().__repr__()


class Any(metaclass=_AnyMeta):
    """Special type indicating an unconstrained type."""

    def __new__(cls, *args, **kwargs):
        if cls is Any:
            raise TypeError("Any cannot be instantiated")
        return super().__new__(cls)


class _GenericAlias(_Operand):
    """A class or special form with type arguments."""

    def __init__(self, origin, args, *, name=None, inst=True):
        if not isinstance(args, tuple):
            args = (args,)
        self.__origin__ = origin
        self.__args__ = args
        self.__parameters__ = _parameters(args)
        self._name = name
        self._inst = inst

    def __eq__(self, other):
        if not isinstance(other, _GenericAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__args__ == other.__args__

    def __hash__(self):
        return hash((self.__origin__, self.__args__))

    def __repr__(self):
        name = "typing." + self._name if self._name else _type_repr(self.__origin__)
        args = ", ".join(_type_repr(a) for a in self.__args__) or "()"
        return f"{name}[{args}]"

    def __getitem__(self, args):
        if self.__origin__ in (Generic, Protocol):
            raise TypeError(f"Cannot subscript already-subscripted {self}")
        if not self.__parameters__:
            raise TypeError(f"{self} is not a generic class")
        if not isinstance(args, tuple):
            args = (args,)
        args = tuple(_type_check(a, "Parameters to generic types must be types.") if not isinstance(a, list) and a is not ... else a
                     for a in args)
        return self._with_args(_substitute(self.__args__, self._binding(args)))

    def _binding(self, args, args_of_class=False):
        parameters = self.__parameters__
        variadic = [i for i, p in enumerate(parameters) if isinstance(p, TypeVarTuple)]
        if variadic:
            at = variadic[0]
            behind = len(parameters) - at - 1
            if len(args) < len(parameters) - 1:
                raise TypeError(f"Too few arguments for {self}; actual {len(args)}, expected at least {len(parameters) - 1}")
            middle = args[at:len(args) - behind]
            return dict(zip(parameters, args[:at] + (middle,) + args[len(args) - behind:]))
        if len(parameters) == 1 and isinstance(parameters[0], ParamSpec) and not (len(args) == 1 and (isinstance(args[0], (list, tuple, ParamSpec)) or args[0] is ...)):
            args = (list(args),)
        if len(args) < len(parameters):
            defaults = [p.__default__ for p in parameters[len(args):] if p.has_default()]
            if len(args) + len(defaults) == len(parameters):
                args += tuple(defaults)
        if len(args) != len(parameters):
            what = "many" if len(args) > len(parameters) else "few"
            shown = self.__origin__ if args_of_class else self
            least = "at least " if what == "few" and args_of_class else ""
            raise TypeError(f"Too {what} arguments for {shown}; actual {len(args)}, expected {least}{len(parameters)}")
        return dict(zip(parameters, args))

    def _with_args(self, args):
        return type(self)(self.__origin__, args, name=self._name, inst=self._inst)

    def __call__(self, *args, **kwargs):
        if not self._inst:
            raise TypeError(f"Type {self._name} cannot be instantiated; use {self.__origin__.__name__}() instead")
        result = self.__origin__(*args, **kwargs)
        try:
            result.__orig_class__ = self
        except Exception:
            pass
        return result

    def __mro_entries__(self, bases):
        if isinstance(self.__origin__, _Special):
            raise TypeError(f"Cannot subclass {self!r}")
        if self._name:
            return _entries(self.__origin__, self, bases)
        if self.__origin__ is Generic:
            if Protocol in bases:
                return ()
            at = bases.index(self)
            for later in bases[at + 1:]:
                if isinstance(later, _GenericAlias) and later is not self:
                    return ()
        return (self.__origin__,)

    def __getattr__(self, attr):
        if attr in ("__origin__", "__args__") or attr[:2] == attr[-2:] == "__" and attr not in ("__doc__", "__name__", "__qualname__", "__module__"):
            raise AttributeError(attr)
        return getattr(self.__origin__, attr)

    def __setattr__(self, attr, value):
        own = ("_name", "_inst", "_nparams", "_defaults", "_paramspec_tvars")
        if attr in own or attr[:2] == attr[-2:] == "__":
            super().__setattr__(attr, value)
        else:
            setattr(self.__origin__, attr, value)

    def __instancecheck__(self, obj):
        return self.__subclasscheck__(type(obj))

    def __subclasscheck__(self, cls):
        raise TypeError("Subscripted generics cannot be used with class and instance checks")

    def __iter__(self):
        yield Unpack[self]

    def __dir__(self):
        return list(set(super().__dir__()) | {a for a in dir(self.__origin__) if a[:2] != "__"})


def _entries(origin, alias, bases):
    """The classes that stand for an alias of a class of another module among bases."""
    result = []
    if origin not in bases:
        result.append(origin)
    at = bases.index(alias)
    for base in bases[at + 1:]:
        if isinstance(base, _GenericAlias) or base is Generic or isinstance(base, type) and issubclass(base, Generic):
            break
    else:
        result.append(Generic)
    return tuple(result)


def _substitute(args, binding):
    """Type arguments with type variables replaced."""
    new = []
    for arg in args:
        if isinstance(arg, type):
            new.append(arg)
        elif hasattr(arg, "__typing_subst__"):
            new.append(binding.get(arg, arg))
        elif isinstance(arg, (list, tuple)):
            new.append(type(arg)(_substitute(arg, binding)))
        elif isinstance(arg, _GenericAlias) and arg.__origin__ is Unpack and isinstance(arg.__args__[0], TypeVarTuple):
            new.extend(binding.get(arg.__args__[0], (arg,)))
        elif getattr(arg, "__parameters__", ()):
            new.append(arg[tuple(binding.get(p, p) for p in arg.__parameters__)])
        else:
            new.append(arg)
    return tuple(new)


class _UnionAlias(_GenericAlias):
    def __eq__(self, other):
        if isinstance(other, types.UnionType):
            return set(self.__args__) == set(other.__args__)
        if not isinstance(other, _UnionAlias):
            return NotImplemented
        return set(self.__args__) == set(other.__args__)

    def __hash__(self):
        return hash(frozenset(self.__args__))

    def __repr__(self):
        args = self.__args__
        if len(args) == 2 and type(None) in args:
            other = args[1] if args[0] is type(None) else args[0]
            return f"typing.Optional[{_type_repr(other)}]"
        return "typing.Union[" + ", ".join(_type_repr(a) for a in args) + "]"

    def _with_args(self, args):
        return Union[args]

    def __instancecheck__(self, obj):
        return isinstance(obj, self.__args__)

    def __subclasscheck__(self, cls):
        return issubclass(cls, self.__args__)


class _LiteralAlias(_GenericAlias):
    def __eq__(self, other):
        if not isinstance(other, _LiteralAlias):
            return NotImplemented
        return set(map(_typed, self.__args__)) == set(map(_typed, other.__args__))

    def __hash__(self):
        return hash(frozenset(map(_typed, self.__args__)))

    def __repr__(self):
        return "typing.Literal[" + ", ".join(repr(a) for a in self.__args__) + "]"


def _typed(value):
    return value, type(value)


class _CallableAlias(_GenericAlias):
    def __repr__(self):
        args = self.__args__
        if len(args) == 2 and (args[0] is ... or isinstance(args[0], ParamSpec) or _is_concatenate(args[0])):
            return f"typing.Callable[{_type_repr(args[0])}, {_type_repr(args[1])}]"
        shown = ", ".join(_type_repr(a) for a in args[:-1])
        return f"typing.Callable[[{shown}], {_type_repr(args[-1])}]"

    def _with_args(self, args):
        flat = []
        for arg in args:
            flat.extend(arg if isinstance(arg, list) else (arg,))
        return _CallableAlias(self.__origin__, tuple(flat), name="Callable")


def _is_concatenate(arg):
    return isinstance(arg, _GenericAlias) and arg.__origin__ is Concatenate


class _AnnotatedAlias(_GenericAlias):
    def __init__(self, origin, metadata, *, name=None, inst=True):
        if isinstance(origin, _AnnotatedAlias):
            metadata = origin.__metadata__ + metadata
            origin = origin.__origin__
        super().__init__(origin, origin)
        self.__metadata__ = metadata

    def _with_args(self, args):
        return _AnnotatedAlias(args[0], self.__metadata__)

    def __repr__(self):
        return "typing.Annotated[" + ", ".join([_type_repr(self.__origin__), *map(repr, self.__metadata__)]) + "]"

    def __eq__(self, other):
        if not isinstance(other, _AnnotatedAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__metadata__ == other.__metadata__

    def __hash__(self):
        return hash((self.__origin__, self.__metadata__))

    def __mro_entries__(self, bases):
        return (self.__origin__,)


class _UnpackAlias(_GenericAlias):
    def __repr__(self):
        return f"typing.Unpack[{_type_repr(self.__args__[0])}]"


def _plain(name, doc=None):
    return _Special(name, doc=doc)


def _one_argument(name, doc=None):
    def getitem(self, parameters):
        item = _type_check(parameters, f"{self} accepts only single type.")
        return _GenericAlias(self, (item,), name=name)
    return _Special(name, getitem, doc)


def _union(self, parameters):
    if parameters == ():
        raise TypeError("Cannot take a Union of no types.")
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    checked = [_type_check(p, "Union[arg, ...]: each arg must be a type.") for p in parameters]
    members = _flat_once(checked)
    if len(members) == 1:
        return members[0]
    return _UnionAlias(self, tuple(members), name="Union")


def _optional(self, parameter):
    return Union[_type_check(parameter, f"{self} requires a single type."), type(None)]


def _literal(self, parameters):
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    flat = []
    for p in parameters:
        flat.extend(p.__args__ if isinstance(p, _LiteralAlias) else (p,))
    once = []
    for p in flat:
        if not any(p == q and type(p) is type(q) for q in once):
            once.append(p)
    return _LiteralAlias(self, tuple(once), name="Literal")


def _annotated(self, params):
    if not isinstance(params, tuple) or len(params) < 2:
        raise TypeError("Annotated[...] should be used with at least two arguments (a type and an annotation).")
    origin = params[0] if params[0] in (ClassVar, Final) else _type_check(params[0], "Annotated[t, ...]: t must be a type.")
    return _AnnotatedAlias(origin, params[1:])


def _concatenate(self, parameters):
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    return _GenericAlias(self, parameters, name="Concatenate")


def _unpack(self, parameters):
    return _UnpackAlias(self, (parameters,), name="Unpack")


NoReturn = _plain("NoReturn")
Never = _plain("Never")
Self = _plain("Self")
LiteralString = _plain("LiteralString")
TypeAlias = _plain("TypeAlias")
ClassVar = _one_argument("ClassVar")
Final = _one_argument("Final")
TypeGuard = _one_argument("TypeGuard")
TypeIs = _one_argument("TypeIs")
Required = _one_argument("Required")
NotRequired = _one_argument("NotRequired")
ReadOnly = _one_argument("ReadOnly")
Union = _Special("Union", _union)
Optional = _Special("Optional", _optional)
Literal = _Special("Literal", _literal)
Annotated = _Special("Annotated", _annotated)
Concatenate = _Special("Concatenate", _concatenate)
Unpack = _Special("Unpack", _unpack)


# Type variables


class _NoDefaultType:
    __slots__ = ()

    def __repr__(self):
        return "typing.NoDefault"


NoDefault = _NoDefaultType()


def _caller(depth=2):
    try:
        return sys._getframe(depth).f_globals.get("__name__", "__main__")
    except (AttributeError, ValueError):
        return None


class _Variable(_Operand):
    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass an instance of {type(self).__name__}")

    def has_default(self):
        return self.__default__ is not NoDefault


class TypeVar(_Variable):
    """Type variable."""

    def __init__(self, name, *constraints, bound=None, default=NoDefault, covariant=False,
                 contravariant=False, infer_variance=False):
        if covariant and contravariant:
            raise ValueError("Bivariant types are not supported.")
        if constraints and bound is not None:
            raise TypeError("Constraints cannot be combined with bound=...")
        if len(constraints) == 1:
            raise TypeError("A single constraint is not allowed")
        self.__name__ = name
        self.__covariant__ = bool(covariant)
        self.__contravariant__ = bool(contravariant)
        self.__infer_variance__ = bool(infer_variance)
        self._bound = bound
        self._constraints = constraints
        self._default = default
        self._bound_source = self._default_source = None
        self.__module__ = _caller()

    def _evaluate(self):
        """Evaluates what a type parameter list says of the variable, when it is first asked for."""
        if self._bound_source is not None:
            bound, self._bound_source = self._bound_source(), None
            if isinstance(bound, tuple):
                self._constraints = bound
            else:
                self._bound = bound

    @property
    def __bound__(self):
        self._evaluate()
        return self._bound

    @property
    def __constraints__(self):
        self._evaluate()
        return self._constraints

    @property
    def __default__(self):
        if self._default_source is not None:
            self._default, self._default_source = self._default_source(), None
        return self._default

    def __typing_subst__(self, arg):
        return _type_check(arg, "Parameters to generic types must be types.")

    def __repr__(self):
        if self.__infer_variance__:
            return self.__name__
        sign = "+" if self.__covariant__ else "-" if self.__contravariant__ else "~"
        return sign + self.__name__


class ParamSpecArgs:
    def __init__(self, origin):
        self.__origin__ = origin

    def __repr__(self):
        return f"{self.__origin__.__name__}.args"

    def __eq__(self, other):
        return isinstance(other, ParamSpecArgs) and self.__origin__ == other.__origin__


class ParamSpecKwargs:
    def __init__(self, origin):
        self.__origin__ = origin

    def __repr__(self):
        return f"{self.__origin__.__name__}.kwargs"

    def __eq__(self, other):
        return isinstance(other, ParamSpecKwargs) and self.__origin__ == other.__origin__


class ParamSpec(_Variable):
    """Parameter specification variable."""

    def __init__(self, name, *, bound=None, default=NoDefault, covariant=False, contravariant=False,
                 infer_variance=False):
        self.__name__ = name
        self.__bound__ = bound
        self.__default__ = default
        self.__covariant__ = bool(covariant)
        self.__contravariant__ = bool(contravariant)
        self.__infer_variance__ = bool(infer_variance)
        self.__module__ = _caller()

    @property
    def args(self):
        return ParamSpecArgs(self)

    @property
    def kwargs(self):
        return ParamSpecKwargs(self)

    def __typing_subst__(self, arg):
        return arg

    def __repr__(self):
        if self.__infer_variance__:
            return self.__name__
        sign = "+" if self.__covariant__ else "-" if self.__contravariant__ else "~"
        return sign + self.__name__


class TypeVarTuple(_Variable):
    """Type variable tuple."""

    def __init__(self, name, *, default=NoDefault):
        self.__name__ = name
        self.__default__ = default
        self.__module__ = _caller()

    def __iter__(self):
        yield Unpack[self]

    def __typing_subst__(self, arg):
        raise TypeError("Substitution of bare TypeVarTuple is not supported")

    def __repr__(self):
        return self.__name__


class TypeAliasType(_Operand):
    """Type alias, as a `type` statement makes it."""

    def __init__(self, name, value, *, type_params=()):
        self.__name__ = name
        self._value = value
        self._lazy = False
        self.__type_params__ = type_params
        self.__module__ = _caller()

    @classmethod
    def _deferred(cls, name, type_params, compute):
        self = cls(name, compute, type_params=type_params)
        self._lazy = True
        return self

    @property
    def __value__(self):
        if self._lazy:
            self._value = self._value()
            self._lazy = False
        return self._value

    @property
    def __parameters__(self):
        return self.__type_params__

    def __getitem__(self, parameters):
        if not self.__type_params__:
            raise TypeError("Only generic type aliases are subscriptable")
        return types.GenericAlias(self, parameters)

    def __repr__(self):
        return self.__name__


# What type parameter lists and `type` statements make (PEP 695): bounds, defaults and values are
# functions that are called when they are asked for.


def _make_type_var(name, bound, default):
    variable = TypeVar(name, infer_variance=True)
    variable._bound_source = bound
    variable._default_source = default
    return variable


def _make_type_var_tuple(name, default):
    return TypeVarTuple(name, default=NoDefault if default is None else default())


def _make_param_spec(name, default):
    return ParamSpec(name, infer_variance=True, default=NoDefault if default is None else default())


def _make_type_alias(name, type_params, compute):
    return TypeAliasType._deferred(name, type_params or (), compute)


# Generic and Protocol


def _generic_class_getitem(cls, args):
    if not isinstance(args, tuple):
        args = (args,)
    if cls in (Generic, Protocol):
        if not args:
            raise TypeError(f"Parameter list to {cls.__qualname__}[...] cannot be empty")
        for a in args:
            if not (hasattr(a, "__typing_subst__") and not isinstance(a, type)) and not isinstance(a, _UnpackAlias):
                raise TypeError(f"Parameters to {cls.__name__}[...] must all be type variables or parameter specification variables.")
        if len(set(args)) != len(args):
            raise TypeError(f"Parameters to {cls.__name__}[...] must all be unique")
        return _GenericAlias(cls, args)
    parameters = getattr(cls, "__parameters__", ())
    if not parameters:
        raise TypeError(f"{cls} is not a generic class")
    args = tuple(a if isinstance(a, (list, tuple)) or a is ... else _type_check(a, "Parameters to generic types must be types.") for a in args)
    whole = _GenericAlias(cls, parameters)
    binding = whole._binding(args, args_of_class=True)
    result = []
    for p in parameters:
        value = binding[p]
        result.extend(value if isinstance(p, TypeVarTuple) else (tuple(value) if isinstance(value, list) else value,))
    return _GenericAlias(cls, tuple(result))


def _generic_init_subclass(cls, *args, **kwargs):
    super(Generic, cls).__init_subclass__(*args, **kwargs)
    variables = []
    if "__orig_bases__" in cls.__dict__:
        bases = cls.__orig_bases__
        if Generic in bases:
            raise TypeError("Cannot inherit from plain Generic")
        given = None
        for base in bases:
            if isinstance(base, _GenericAlias) and base.__origin__ in (Generic, Protocol):
                if given is not None:
                    raise TypeError("Cannot inherit from Generic[...] multiple times.")
                given = base.__parameters__
        variables = list(_parameters(bases))
        if given is not None:
            missing = [v for v in variables if v not in given]
            if missing:
                raise TypeError(f"Some type variables ({', '.join(map(str, missing))}) are not listed in Generic[{', '.join(map(str, given))}]")
            variables = list(given)
    elif Generic in cls.__bases__ and cls.__name__ != "Protocol":
        raise TypeError("Cannot inherit from plain Generic")
    cls.__parameters__ = tuple(variables)


class Generic:
    """Abstract base class for generic types."""

    __slots__ = ()
    _is_protocol = False
    __class_getitem__ = classmethod(_generic_class_getitem)
    __init_subclass__ = classmethod(_generic_init_subclass)


_EXCLUDED = frozenset({
    "__abstractmethods__", "__annotations__", "__dict__", "__doc__", "__init__", "__module__", "__new__",
    "__slots__", "__subclasshook__", "__weakref__", "__class_getitem__", "__match_args__",
    "__static_attributes__", "__firstlineno__", "__parameters__", "__orig_bases__", "__orig_class__",
    "_is_protocol", "_is_runtime_protocol", "__protocol_attrs__", "__non_callable_proto_members__",
    "__type_params__", "__init_subclass__", "__qualname__", "_abc_registry", "_abc_positive", "_abc_negative",
    "_abc_negative_token",
})


def _protocol_attributes(cls):
    found = set()
    for base in cls.__mro__[:-1]:
        if base.__name__ in ("Protocol", "Generic"):
            continue
        for attr in (*base.__dict__, *base.__dict__.get("__annotations__", {})):
            if attr not in _EXCLUDED and not attr.startswith("_abc_"):
                found.add(attr)
    return found


def _no_protocol_init(self, *args, **kwargs):
    if type(self)._is_protocol:
        raise TypeError("Protocols cannot be instantiated")


class _ProtocolMeta(ABCMeta):
    def __new__(mcls, name, bases, namespace, /, **kwargs):
        if name != "Protocol" and Protocol in bases:
            for base in bases:
                if not (base in (object, Generic) or getattr(base, "_is_protocol", False)
                        or base.__module__ in ("collections.abc", "typing", "contextlib", "_collections_abc")):
                    raise TypeError(f"Protocols can only inherit from other protocols, got {base!r}")
        return super().__new__(mcls, name, bases, namespace, **kwargs)

    def __init__(cls, *args, **kwargs):
        if getattr(cls, "_is_protocol", False):
            cls.__protocol_attrs__ = _protocol_attributes(cls)

    def __subclasscheck__(cls, other):
        if cls is Protocol:
            return type.__subclasscheck__(cls, other)
        if getattr(cls, "_is_protocol", False):
            if not isinstance(other, type):
                raise TypeError("issubclass() arg 1 must be a class")
            if not getattr(cls, "_is_runtime_protocol", False):
                raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")
            data = sorted(a for a in cls.__protocol_attrs__ if not callable(getattr(cls, a, None)))
            if data:
                raise TypeError("Protocols with non-method members don't support issubclass(). "
                                f"Non-method members: {str(data)[1:-1]}.")
        return super().__subclasscheck__(other)

    def __instancecheck__(cls, instance):
        if cls is Protocol:
            return type.__instancecheck__(cls, instance)
        if not getattr(cls, "_is_protocol", False):
            return super().__instancecheck__(instance)
        if not getattr(cls, "_is_runtime_protocol", False):
            if type.__instancecheck__(cls, instance):
                return True
            raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")
        if type.__instancecheck__(cls, instance):
            return True
        for attr in cls.__protocol_attrs__:
            value = getattr(instance, attr, _missing)
            if value is _missing or value is None and callable(getattr(cls, attr, None)):
                return False
        return True


_missing = object()


def _protocol_hook(cls, other):
    if not cls.__dict__.get("_is_protocol", False):
        return NotImplemented
    for attr in cls.__protocol_attrs__:
        for base in other.__mro__:
            if attr in base.__dict__:
                if base.__dict__[attr] is None:
                    return NotImplemented
                break
            if attr in base.__dict__.get("__annotations__", {}) and getattr(other, "_is_protocol", False):
                break
        else:
            return NotImplemented
    return True


class Protocol(Generic, metaclass=_ProtocolMeta):
    """Base class for protocol classes."""

    __slots__ = ()
    _is_protocol = True
    _is_runtime_protocol = False

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        if not cls.__dict__.get("_is_protocol", False):
            cls._is_protocol = any(b is Protocol for b in cls.__bases__)
        if "__subclasshook__" not in cls.__dict__:
            cls.__subclasshook__ = classmethod(_protocol_hook)
        if cls._is_protocol and cls.__init__ is Protocol.__init__:
            cls.__init__ = _no_protocol_init


def runtime_checkable(cls):
    """Mark a protocol class as a runtime protocol."""
    if not (isinstance(cls, type) and issubclass(cls, Generic)) or not getattr(cls, "_is_protocol", False):
        raise TypeError("@runtime_checkable can be only applied to protocol classes, got %r" % cls)
    cls._is_runtime_protocol = True
    return cls


def is_protocol(tp, /):
    """Return True if the given type is a Protocol."""
    return isinstance(tp, type) and getattr(tp, "_is_protocol", False) and tp is not Protocol


def get_protocol_members(tp, /):
    """Return the set of members defined in a Protocol."""
    if not is_protocol(tp):
        raise TypeError(f"{tp!r} is not a Protocol")
    return frozenset(tp.__protocol_attrs__)


# Aliases of classes


class _SpecialGenericAlias(_Operand):
    """An alias like `List`: the class without arguments, `List[int]` with them."""

    def __init__(self, origin, count, *, inst=True, name=None):
        self.__origin__ = origin
        self._nparams = count
        self._name = name or origin.__name__
        self._inst = inst

    def __getitem__(self, params):
        if not isinstance(params, tuple):
            params = (params,)
        params = tuple(_type_check(p, "Parameters to generic types must be types.") for p in params)
        if self._nparams >= 0 and len(params) != self._nparams:
            what = "many" if len(params) > self._nparams else "few"
            raise TypeError(f"Too {what} arguments for {self}; actual {len(params)}, expected {self._nparams}")
        return _GenericAlias(self.__origin__, params, name=self._name, inst=self._inst)

    def __call__(self, *args, **kwargs):
        if not self._inst:
            raise TypeError(f"Type {self._name} cannot be instantiated; use {self.__origin__.__name__}() instead")
        return self.__origin__(*args, **kwargs)

    def __repr__(self):
        return "typing." + self._name

    def __mro_entries__(self, bases):
        return _entries(self.__origin__, self, bases)

    def __instancecheck__(self, obj):
        return isinstance(obj, self.__origin__)

    def __subclasscheck__(self, cls):
        if isinstance(cls, _SpecialGenericAlias):
            return issubclass(cls.__origin__, self.__origin__)
        return issubclass(cls, self.__origin__)

    def __getattr__(self, attr):
        if attr[:2] == attr[-2:] == "__" and attr not in ("__doc__", "__name__", "__qualname__", "__module__"):
            raise AttributeError(attr)
        return getattr(self.__origin__, attr)


class _CallableType(_SpecialGenericAlias):
    def __getitem__(self, params):
        if not isinstance(params, tuple) or len(params) != 2:
            raise TypeError("Callable must be used as Callable[[arg, ...], result].")
        args, result = params
        message = "Callable[[arg, ...], result]: each arg must be a type."
        result = _type_check(result, "Callable[args, result]: result must be a type.")
        if isinstance(args, list):
            args = tuple(_type_check(a, message) for a in args)
        elif args is ... or isinstance(args, ParamSpec) or _is_concatenate(args):
            args = (args,)
        else:
            raise TypeError("Callable[args, result]: args must be a list. Got %r" % (args,))
        return _CallableAlias(self.__origin__, args + (result,), name="Callable")


class _TupleType(_SpecialGenericAlias):
    def __getitem__(self, params):
        if not isinstance(params, tuple):
            params = (params,)
        params = tuple(p if p is ... else _type_check(p, "Tuple[t0, t1, ...]: each t must be a type.") for p in params)
        return _GenericAlias(tuple, params, name="Tuple")


List = _SpecialGenericAlias(list, 1, inst=False, name="List")
Dict = _SpecialGenericAlias(dict, 2, inst=False, name="Dict")
Set = _SpecialGenericAlias(set, 1, inst=False, name="Set")
FrozenSet = _SpecialGenericAlias(frozenset, 1, inst=False, name="FrozenSet")
Type = _SpecialGenericAlias(type, 1, inst=False, name="Type")
Tuple = _TupleType(tuple, -1, inst=False, name="Tuple")

# What stands for classes of other modules is made when it is first asked for, and so are they.
_OTHERS = {
    "collections": {"ChainMap": 2, "Counter": 1, "Deque": 1, "DefaultDict": 2, "OrderedDict": 2},
    "contextlib": {"ContextManager": 2, "AsyncContextManager": 2},
    "re": {"Pattern": 1, "Match": 1},
    "collections.abc": {
        "AbstractSet": 1, "Container": 1, "Hashable": 0, "ItemsView": 2, "Iterable": 1, "Iterator": 1,
        "KeysView": 1, "Mapping": 2, "MappingView": 1, "MutableMapping": 2, "MutableSequence": 1,
        "MutableSet": 1, "Sequence": 1, "Sized": 0, "ValuesView": 1, "Awaitable": 1, "AsyncIterator": 1,
        "AsyncIterable": 1, "Coroutine": 3, "Collection": 1, "AsyncGenerator": 2, "Reversible": 1,
        "Generator": 3, "ByteString": 0, "Callable": 2,
    },
}
_OTHER_NAMES = {"Deque": "deque", "DefaultDict": "defaultdict", "ContextManager": "AbstractContextManager",
                "AsyncContextManager": "AbstractAsyncContextManager", "AbstractSet": "Set"}


def __getattr__(name):
    for module, names in _OTHERS.items():
        if name in names:
            origin = getattr(__import__(module, fromlist=["*"]), _OTHER_NAMES.get(name, name))
            inst = module == "collections"
            make = _CallableType if name == "Callable" else _OptionalArguments if name in _OPTIONAL else _SpecialGenericAlias
            alias = make(origin, names[name], inst=inst, name=name)
            globals()[name] = alias
            return alias
    raise AttributeError(f"module 'typing' has no attribute {name!r}")


_OPTIONAL = {"Generator": (type(None), type(None)), "AsyncGenerator": (type(None),),
             "ContextManager": (bool | None,), "AsyncContextManager": (bool | None,)}


class _OptionalArguments(_SpecialGenericAlias):
    """An alias whose last arguments have defaults."""

    def __getitem__(self, params):
        if not isinstance(params, tuple):
            params = (params,)
        defaults = _OPTIONAL[self._name]
        missing = self._nparams - len(params)
        if 0 < missing <= len(defaults):
            params += defaults[len(defaults) - missing:]
        return super().__getitem__(params)


T = TypeVar("T")
KT = TypeVar("KT")
VT = TypeVar("VT")
T_co = TypeVar("T_co", covariant=True)
V_co = TypeVar("V_co", covariant=True)
T_contra = TypeVar("T_contra", contravariant=True)
AnyStr = TypeVar("AnyStr", bytes, str)


@runtime_checkable
class SupportsInt(Protocol):
    """An ABC with one abstract method __int__."""

    __slots__ = ()

    @abstractmethod
    def __int__(self):
        pass


@runtime_checkable
class SupportsFloat(Protocol):
    """An ABC with one abstract method __float__."""

    __slots__ = ()

    @abstractmethod
    def __float__(self):
        pass


@runtime_checkable
class SupportsComplex(Protocol):
    """An ABC with one abstract method __complex__."""

    __slots__ = ()

    @abstractmethod
    def __complex__(self):
        pass


@runtime_checkable
class SupportsBytes(Protocol):
    """An ABC with one abstract method __bytes__."""

    __slots__ = ()

    @abstractmethod
    def __bytes__(self):
        pass


@runtime_checkable
class SupportsIndex(Protocol):
    """An ABC with one abstract method __index__."""

    __slots__ = ()

    @abstractmethod
    def __index__(self):
        pass


@runtime_checkable
class SupportsAbs(Protocol[T_co]):
    """An ABC with one abstract method __abs__ that is covariant in its return type."""

    __slots__ = ()

    @abstractmethod
    def __abs__(self):
        pass


@runtime_checkable
class SupportsRound(Protocol[T_co]):
    """An ABC with one abstract method __round__ that is covariant in its return type."""

    __slots__ = ()

    @abstractmethod
    def __round__(self, ndigits=0):
        pass


class IO(Generic[AnyStr]):
    """Generic base class for TextIO and BinaryIO."""

    __slots__ = ()


class BinaryIO(IO[bytes]):
    """Typed version of the return of open() in binary mode."""

    __slots__ = ()


class TextIO(IO[str]):
    """Typed version of the return of open() in text mode."""

    __slots__ = ()


# Named tuples and typed dicts


class _NamedTupleMeta(type):
    def __new__(cls, typename, bases, ns):
        if _NamedTuple not in bases:
            raise TypeError("NamedTuple is not a base")
        for base in bases:
            if base is not _NamedTuple and base is not Generic:
                raise TypeError("can only inherit from a NamedTuple type and Generic")
        from collections import namedtuple
        annotations = ns.get("__annotations__", {})
        defaults = []
        for name in annotations:
            if name in ns:
                defaults.append(name)
            elif defaults:
                plural = "s" if len(defaults) > 1 else ""
                raise TypeError(f"Non-default namedtuple field {name} cannot follow default "
                                f"field{plural} {', '.join(defaults)}")
        made = namedtuple(typename, annotations, defaults=[ns[n] for n in defaults], module=ns["__module__"])
        made.__annotations__ = made.__new__.__annotations__ = {
            n: _type_check(t, f"field {n} annotation must be a type") for n, t in annotations.items()}
        if Generic in bases:
            made = types.new_class(typename, (made, Generic[tuple(_parameters(ns.get("__orig_bases__", ())))]), {},
                                   lambda body: body.update({"__slots__": (), "__module__": ns["__module__"]}))
        for key, value in ns.items():
            if key in ("__new__", "__init__", "__slots__", "__getnewargs__", "_fields", "_field_defaults",
                       "_field_types", "_make", "_replace", "_asdict", "_source"):
                raise AttributeError("Cannot overwrite NamedTuple attribute " + key)
            if key not in ("__prepare__", "__init_subclass__", "__name__", "__qualname__", "__module__",
                           "__annotations__", "__orig_bases__", "__static_attributes__",
                           "__firstlineno__", "__classcell__") and key not in made._fields:
                setattr(made, key, value)
                set_name = getattr(type(value), "__set_name__", None)
                if set_name is not None:
                    set_name(value, made, key)
        if "__qualname__" in ns:
            made.__qualname__ = ns["__qualname__"]
        made.__orig_bases__ = ns.get("__orig_bases__", (NamedTuple,))
        return made


def NamedTuple(typename, fields=(), /, **kwargs):
    """Typed version of namedtuple."""
    if kwargs:
        fields = list(kwargs.items())
    fields = [(n, _type_check(t, f"field {n} annotation must be a type")) for n, t in fields]
    from collections import namedtuple
    made = namedtuple(typename, [n for n, _ in fields], module=_caller())
    made.__annotations__ = made.__new__.__annotations__ = dict(fields)
    made.__orig_bases__ = (NamedTuple,)
    return made


_NamedTuple = type.__new__(_NamedTupleMeta, "NamedTuple", (), {})
NamedTuple.__mro_entries__ = lambda bases: (_NamedTuple,)


class _TypedDictMeta(type):
    def __new__(cls, name, bases, ns, total=True):
        if any(b is not _TypedDict and type(b) is not _TypedDictMeta and b is not Generic for b in bases):
            raise TypeError("cannot inherit from both a TypedDict type and a non-TypedDict base class")
        generic = (Generic,) if any(issubclass(b, Generic) for b in bases) else ()
        made = type.__new__(_TypedDictMeta, name, (*generic, dict), ns)
        annotations, required, optional = {}, set(), set()
        readonly, mutable = set(), set()
        for base in bases:
            annotations.update(getattr(base, "__annotations__", {}) if base is not Generic else {})
            required |= getattr(base, "__required_keys__", frozenset())
            optional |= getattr(base, "__optional_keys__", frozenset())
            readonly |= getattr(base, "__readonly_keys__", frozenset())
            mutable |= getattr(base, "__mutable_keys__", frozenset())
        message = "TypedDict('Name', {f0: t0, f1: t1, ...}); each t must be a type"
        for key, annotation in ns.get("__annotations__", {}).items():
            annotation = _type_check(annotation, message)
            annotations[key] = annotation
            is_required = total
            inner = annotation
            is_readonly = False
            while True:
                origin = getattr(inner, "__origin__", None)
                if origin is Required:
                    is_required = True
                elif origin is NotRequired:
                    is_required = False
                elif origin is ReadOnly:
                    is_readonly = True
                else:
                    break
                inner = inner.__args__[0]
            (required if is_required else optional).add(key)
            (optional if is_required else required).discard(key)
            (readonly if is_readonly else mutable).add(key)
        made.__annotations__ = annotations
        made.__required_keys__ = frozenset(required)
        made.__optional_keys__ = frozenset(optional)
        made.__readonly_keys__ = frozenset(readonly)
        made.__mutable_keys__ = frozenset(mutable)
        made.__total__ = total
        if not hasattr(made, "__orig_bases__"):
            made.__orig_bases__ = bases
        return made

    def __call__(cls, /, *args, **kwargs):
        return dict(*args, **kwargs)

    def __subclasscheck__(cls, other):
        raise TypeError("TypedDict does not support instance and class checks")

    __instancecheck__ = __subclasscheck__


def TypedDict(typename, fields=_missing, /, *, total=True):
    """A simple typed namespace. At runtime it is equivalent to a plain dict."""
    ns = {"__annotations__": dict(() if fields is _missing or fields is None else fields)}
    module = _caller()
    if module is not None:
        ns["__module__"] = module
    made = _TypedDictMeta(typename, (), ns, total=total)
    made.__orig_bases__ = (TypedDict,)
    return made


_TypedDict = type.__new__(_TypedDictMeta, "TypedDict", (), {})
TypedDict.__mro_entries__ = lambda bases: (_TypedDict,)


def is_typeddict(tp):
    """Check if an annotation is a TypedDict class."""
    return isinstance(tp, _TypedDictMeta)


class NewType(_Operand):
    """NewType creates simple unique types with almost zero runtime overhead."""

    def __init__(self, name, tp):
        self.__qualname__ = name
        self.__name__ = name.rpartition(".")[-1]
        self.__supertype__ = tp
        module = _caller()
        if module != "typing":
            self.__module__ = module

    def __call__(self, x):
        return x

    def __mro_entries__(self, bases):
        raise TypeError("Cannot subclass an instance of NewType. Perhaps you were looking for: "
                        f"`{self.__name__}Derived = NewType('{self.__name__}Derived', {self.__name__})`")

    def __repr__(self):
        return f"{self.__module__}.{self.__qualname__}"


# Functions


def cast(typ, val):
    """Cast a value to a type. This returns the value unchanged."""
    return val


def assert_type(val, typ, /):
    """Ask a static type checker to confirm that the value is of the given type."""
    return val


def assert_never(arg, /):
    """Statically assert that a line of code is unreachable."""
    value = repr(arg)
    if len(value) > 100:
        value = value[:100] + "..."
    raise AssertionError(f"Expected code to be unreachable, but got: {value}")


def reveal_type(obj, /):
    """Ask a static type checker to reveal the inferred type of an expression."""
    print(f"Runtime type is {type(obj).__name__!r}", file=sys.stderr)
    return obj


_overloads = {}


def _overload_dummy(*args, **kwds):
    """Helper for @overload to raise when called."""
    raise NotImplementedError(
        "You should not call an overloaded function. A series of @overload-decorated functions "
        "outside a stub module should always be followed by an implementation that is not @overload-ed.")


def overload(func):
    """Decorator for overloaded functions/methods."""
    plain = getattr(func, "__func__", func)
    key = getattr(plain, "__module__", None), getattr(plain, "__qualname__", None)
    line = getattr(getattr(plain, "__code__", None), "co_firstlineno", 0)
    _overloads.setdefault(key, {})[line] = func
    return _overload_dummy


def get_overloads(func):
    """Return all defined overloads for *func* as a sequence."""
    plain = getattr(func, "__func__", func)
    return list(_overloads.get((plain.__module__, plain.__qualname__), {}).values())


def clear_overloads():
    """Clear all overloads in the registry."""
    _overloads.clear()


def final(f):
    """Decorator to indicate final methods and final classes."""
    try:
        f.__final__ = True
    except (AttributeError, TypeError):
        pass
    return f


def override(method, /):
    """Indicate that a method is intended to override a method in a base class."""
    try:
        method.__override__ = True
    except (AttributeError, TypeError):
        pass
    return method


def no_type_check(arg):
    """Decorator to indicate that annotations are not type hints."""
    try:
        arg.__no_type_check__ = True
    except (AttributeError, TypeError):
        pass
    return arg


def no_type_check_decorator(decorator):
    """Decorator to give another decorator the @no_type_check effect."""
    def wrapped(*args, **kwds):
        return no_type_check(decorator(*args, **kwds))
    return wrapped


def dataclass_transform(*, eq_default=True, order_default=False, kw_only_default=False,
                        frozen_default=False, field_specifiers=(), **kwargs):
    """Decorator to mark an object as providing dataclass-like behaviour."""
    def decorator(cls_or_fn):
        cls_or_fn.__dataclass_transform__ = {
            "eq_default": eq_default, "order_default": order_default, "kw_only_default": kw_only_default,
            "frozen_default": frozen_default, "field_specifiers": field_specifiers, "kwargs": kwargs}
        return cls_or_fn
    return decorator


def get_origin(tp):
    """Get the unsubscripted version of a type."""
    if isinstance(tp, _AnnotatedAlias):
        return Annotated
    if isinstance(tp, (_GenericAlias, _SpecialGenericAlias, types.GenericAlias, ParamSpecArgs, ParamSpecKwargs)):
        return tp.__origin__
    if tp is Generic:
        return Generic
    if isinstance(tp, types.UnionType):
        return types.UnionType
    return None


def get_args(tp):
    """Get type arguments with all substitutions performed."""
    if isinstance(tp, _AnnotatedAlias):
        return (tp.__origin__, *tp.__metadata__)
    if isinstance(tp, (_GenericAlias, types.GenericAlias)):
        result = tp.__args__
        if isinstance(tp, _CallableAlias) and not (len(result) == 2 and (result[0] is ... or isinstance(result[0], ParamSpec) or _is_concatenate(result[0]))):
            result = (list(result[:-1]), result[-1])
        return result
    if isinstance(tp, types.UnionType):
        return tp.__args__
    return ()


def _resolve(tp, globalns, localns):
    """A type with its forward references looked up."""
    if isinstance(tp, ForwardRef):
        return tp._resolve(globalns, localns)
    if isinstance(tp, _AnnotatedAlias):
        return _AnnotatedAlias(_resolve(tp.__origin__, globalns, localns), tp.__metadata__)
    if isinstance(tp, (_GenericAlias, types.GenericAlias, types.UnionType)):
        if isinstance(tp, types.GenericAlias):
            args = tuple(_resolve(ForwardRef(a) if isinstance(a, str) else a, globalns, localns) for a in tp.__args__)
        else:
            args = tuple(_resolve(a, globalns, localns) for a in tp.__args__)
        if args == tp.__args__:
            return tp
        if isinstance(tp, types.GenericAlias):
            return types.GenericAlias(tp.__origin__, args)
        if isinstance(tp, types.UnionType):
            result = args[0]
            for a in args[1:]:
                result = result | a
            return result
        return tp._with_args(args)
    return tp


def _without_extras(tp):
    if isinstance(tp, _AnnotatedAlias):
        return _without_extras(tp.__origin__)
    if getattr(tp, "__origin__", None) in (Required, NotRequired, ReadOnly):
        return _without_extras(tp.__args__[0])
    if isinstance(tp, _GenericAlias):
        args = tuple(_without_extras(a) for a in tp.__args__)
        return tp if args == tp.__args__ else tp._with_args(args)
    if isinstance(tp, types.GenericAlias):
        args = tuple(_without_extras(a) for a in tp.__args__)
        return tp if args == tp.__args__ else types.GenericAlias(tp.__origin__, args)
    return tp


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    """Return type hints for an object."""
    if getattr(obj, "__no_type_check__", None):
        return {}
    hints = {}
    if isinstance(obj, type):
        for base in reversed(obj.__mro__):
            module = sys.modules.get(base.__module__)
            base_globals = globalns if globalns is not None else getattr(module, "__dict__", {})
            base_locals = localns if localns is not None else dict(vars(base))
            for name, value in base.__dict__.get("__annotations__", {}).items():
                if value is None:
                    value = type(None)
                if isinstance(value, str):
                    value = ForwardRef(value, is_argument=False, is_class=True)
                hints[name] = _resolve(value, base_globals, base_locals)
    else:
        if globalns is None:
            inner = obj
            while hasattr(inner, "__wrapped__"):
                inner = inner.__wrapped__
            globalns = obj.__dict__ if isinstance(obj, types.ModuleType) else getattr(inner, "__globals__", {})
            localns = globalns if localns is None else localns
        elif localns is None:
            localns = globalns
        found = getattr(obj, "__annotations__", None)
        if found is None:
            if isinstance(obj, (types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.ModuleType)):
                return {}
            raise TypeError(f"{obj!r} is not a module, class, method, or function.")
        for name, value in found.items():
            if value is None:
                value = type(None)
            if isinstance(value, str):
                value = ForwardRef(value, is_argument=not isinstance(obj, types.ModuleType))
            hints[name] = _resolve(value, globalns, localns)
    return hints if include_extras else {k: _without_extras(v) for k, v in hints.items()}

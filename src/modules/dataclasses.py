import types
from types import GenericAlias

__all__ = ["dataclass", "field", "Field", "FrozenInstanceError", "InitVar", "KW_ONLY", "MISSING",
           "fields", "asdict", "astuple", "make_dataclass", "replace", "is_dataclass"]


class FrozenInstanceError(AttributeError):
    pass


class _DefaultFactory:
    def __repr__(self):
        return "<factory>"


_HAS_DEFAULT_FACTORY = _DefaultFactory()


class _MISSING_TYPE:
    pass


MISSING = _MISSING_TYPE()


class _KW_ONLY_TYPE:
    pass


KW_ONLY = _KW_ONLY_TYPE()

_FIELD, _FIELD_CLASSVAR, _FIELD_INITVAR = "_FIELD", "_FIELD_CLASSVAR", "_FIELD_INITVAR"
_FIELDS = "__dataclass_fields__"
_PARAMS = "__dataclass_params__"
_POST_INIT = "__post_init__"


class InitVar:
    __slots__ = ("type",)

    def __init__(self, type):
        self.type = type

    def __repr__(self):
        name = self.type.__name__ if isinstance(self.type, type) else repr(self.type)
        return f"dataclasses.InitVar[{name}]"

    def __class_getitem__(cls, type):
        return InitVar(type)


class Field:
    __slots__ = ("name", "type", "default", "default_factory", "repr", "hash", "init", "compare",
                 "metadata", "kw_only", "_field_type")

    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only):
        self.name = None
        self.type = None
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.hash = hash
        self.compare = compare
        self.metadata = types.MappingProxyType({} if metadata is None else metadata)
        self.kw_only = kw_only
        self._field_type = None

    def __repr__(self):
        names = ("name", "type", "default", "default_factory", "init", "repr", "hash", "compare", "metadata",
                 "kw_only")
        shown = ",".join(f"{n}={getattr(self, n)!r}" for n in names)
        return f"Field({shown},_field_type={self._field_type})"

    def __set_name__(self, owner, name):
        function = getattr(type(self.default), "__set_name__", None)
        if function:
            function(self.default, owner, name)

    __class_getitem__ = classmethod(GenericAlias)


class _Params:
    __slots__ = ("init", "repr", "eq", "order", "unsafe_hash", "frozen", "match_args", "kw_only",
                 "slots", "weakref_slot")

    def __init__(self, *values):
        for name, value in zip(self.__slots__, values):
            setattr(self, name, value)

    def __repr__(self):
        return "_DataclassParams(" + ",".join(f"{n}={getattr(self, n)!r}" for n in self.__slots__) + ")"


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None, compare=True,
          metadata=None, kw_only=MISSING):
    """Return an object to identify dataclass fields."""
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError("cannot specify both default and default_factory")
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)


def _shown_once(method):
    """Makes a __repr__ show `...` for an object that contains itself."""
    running = set()

    def wrapper(self):
        key = id(self)
        if key in running:
            return "..."
        running.add(key)
        try:
            return method(self)
        finally:
            running.discard(key)

    wrapper.__name__ = method.__name__
    wrapper.__qualname__ = method.__qualname__
    wrapper.__doc__ = method.__doc__
    wrapper.__wrapped__ = method
    return wrapper


Field.__repr__ = _shown_once(Field.__repr__)


def _beginning(text):
    """The name that an annotation's text begins with, and the module's name before it, or None."""
    first, dot, rest = text.partition(".")
    module = None
    if dot and first.strip().isidentifier():
        module, text = first.strip(), rest
    text = text.strip()
    end = 0
    while end < len(text) and text[:end + 1].isidentifier():
        end += 1
    return module, text[:end]


def _is_kind(annotation, cls, module_name, marker):
    """Whether an annotation, perhaps a string, means `typing.ClassVar` or the like."""
    if not isinstance(annotation, str):
        return marker(annotation)
    import sys
    module, name = _beginning(annotation)
    namespace = getattr(sys.modules.get(cls.__module__), "__dict__", {})
    if module is not None:
        wanted = sys.modules.get(module_name)
        if wanted is None or namespace.get(module) is not wanted:
            return False
        namespace = wanted.__dict__
    return marker(namespace.get(name))


def _is_classvar(annotation, cls):
    def marker(a):
        return repr(getattr(a, "__origin__", a)) == "typing.ClassVar"
    return _is_kind(annotation, cls, "typing", marker)


def _is_initvar(annotation, cls):
    return _is_kind(annotation, cls, "dataclasses", lambda a: a is InitVar or type(a) is InitVar)


def _is_kw_only(annotation, cls):
    return _is_kind(annotation, cls, "dataclasses", lambda a: a is KW_ONLY)


def _get_field(cls, name, annotation, default_kw_only):
    default = getattr(cls, name, MISSING)
    if isinstance(default, Field):
        f = default
    else:
        if isinstance(default, types.MemberDescriptorType):
            default = MISSING
        f = field(default=default)
    f.name = name
    f.type = annotation
    f._field_type = _FIELD
    if _is_classvar(annotation, cls):
        f._field_type = _FIELD_CLASSVAR
    elif _is_initvar(annotation, cls):
        f._field_type = _FIELD_INITVAR
    if f._field_type in (_FIELD_CLASSVAR, _FIELD_INITVAR) and f.default_factory is not MISSING:
        raise TypeError(f"field {f.name} cannot have a default factory")
    if f._field_type in (_FIELD, _FIELD_INITVAR):
        if f.kw_only is MISSING:
            f.kw_only = default_kw_only
    elif f.kw_only is not MISSING:
        raise TypeError(f"field {f.name} is a ClassVar but specifies kw_only")
    if f._field_type is _FIELD and f.default.__class__.__hash__ is None:
        raise ValueError(f"mutable default {type(f.default)} for field {f.name} is not allowed: use default_factory")
    return f


def _make_functions(cls, sources, namespace):
    """Compiles functions, each a (name, source) pair, with `namespace` as their globals' closure."""
    names = ", ".join(namespace)
    body = "\n".join("  " + line for _, source in sources for line in source.split("\n"))
    returns = "(" + "".join(f"{name}, " for name, _ in sources) + ")"
    text = f"def __create_fn__({names}):\n{body}\n  return {returns}"
    import sys
    module = sys.modules.get(cls.__module__)
    globals = module.__dict__ if module is not None else {}
    scope = {}
    exec(text, globals, scope)
    made = scope["__create_fn__"](**namespace)
    for function in made:
        function.__qualname__ = f"{cls.__qualname__}.{function.__name__}"
    return made


def _init_source(std_fields, kw_fields, frozen, has_post_init, slots, namespace):
    seen_default = None
    for f in std_fields:
        if f.init:
            if not (f.default is MISSING and f.default_factory is MISSING):
                seen_default = f
            elif seen_default:
                raise TypeError(f"non-default argument {f.name!r} follows default argument {seen_default.name!r}")

    def parameter(f):
        namespace[f"__dataclass_type_{f.name}__"] = f.type
        if f.default is MISSING and f.default_factory is MISSING:
            default = ""
        elif f.default is not MISSING:
            namespace[f"__dataclass_dflt_{f.name}__"] = f.default
            default = f"=__dataclass_dflt_{f.name}__"
        else:
            default = "=__dataclass_HAS_DEFAULT_FACTORY__"
        return f"{f.name}:__dataclass_type_{f.name}__{default}"

    all_fields = std_fields + kw_fields
    self_name = "__dataclass_self__" if any(f.name == "self" for f in all_fields) else "self"
    lines = []
    for f in all_fields:
        name = f.name
        factory = f"__dataclass_dflt_{name}__"
        if f.default_factory is not MISSING:
            namespace[factory] = f.default_factory
            value = (f"{factory}() if {name} is __dataclass_HAS_DEFAULT_FACTORY__ else {name}"
                     if f.init else f"{factory}()")
        elif f.init:
            value = name
        elif slots and f.default is not MISSING:
            namespace[factory] = f.default
            value = factory
        else:
            continue
        if f._field_type is _FIELD_INITVAR:
            continue
        if frozen:
            lines.append(f"  __dataclass_object__.__setattr__({self_name},{name!r},{value})")
        else:
            lines.append(f"  {self_name}.{name}={value}")
    if has_post_init:
        given = ",".join(f.name for f in all_fields if f._field_type is _FIELD_INITVAR)
        lines.append(f"  {self_name}.{_POST_INIT}({given})")
    parameters = [self_name] + [parameter(f) for f in std_fields if f.init]
    keyword_only = [parameter(f) for f in kw_fields if f.init]
    if keyword_only:
        parameters += ["*"] + keyword_only
    namespace["__dataclass_HAS_DEFAULT_FACTORY__"] = _HAS_DEFAULT_FACTORY
    namespace["__dataclass_object__"] = object
    body = "\n".join(lines or ["  pass"])
    return f"def __init__({','.join(parameters)})->None:\n{body}"


def _tuple(obj, fields):
    return "(" + "".join(f"{obj}.{f.name}," for f in fields) + ")"


def _order_source(name, op, fields):
    return (f"def {name}(self, other):\n"
            f"  if other.__class__ is self.__class__:\n"
            f"    return {_tuple('self', fields)}{op}{_tuple('other', fields)}\n"
            f"  return NotImplemented")


def _eq_source(fields):
    terms = " and ".join(f"self.{f.name}==other.{f.name}" for f in fields) or "True"
    return ("def __eq__(self, other):\n"
            "  if self is other:\n"
            "    return True\n"
            "  if other.__class__ is self.__class__:\n"
            f"    return {terms}\n"
            "  return NotImplemented")


def _frozen_sources(fields, namespace, cls):
    namespace["__dataclass_cls__"] = cls
    namespace["__dataclass_Frozen__"] = FrozenInstanceError
    names = "{" + ", ".join(repr(f.name) for f in fields) + "}" if fields else "()"
    condition = f"type(self) is __dataclass_cls__ or name in {names}"
    return [
        ("__setattr__", "def __setattr__(self, name, value):\n"
                        f"  if {condition}:\n"
                        "    raise __dataclass_Frozen__(f\"cannot assign to field {name!r}\")\n"
                        "  super(__dataclass_cls__, self).__setattr__(name, value)"),
        ("__delattr__", "def __delattr__(self, name):\n"
                        f"  if {condition}:\n"
                        "    raise __dataclass_Frozen__(f\"cannot delete field {name!r}\")\n"
                        "  super(__dataclass_cls__, self).__delattr__(name)"),
    ]


def _overwrite_error(cls, name):
    raise TypeError(f"Cannot overwrite attribute {name} in class {cls.__name__}")


def _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot):
    fields = {}
    setattr(cls, _PARAMS, _Params(init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only,
                                  slots, weakref_slot))
    any_frozen_base = all_frozen_bases = False
    has_bases = False
    for base in cls.__mro__[-1:0:-1]:
        base_fields = getattr(base, _FIELDS, None)
        if base_fields is None:
            continue
        all_frozen_bases = all_frozen_bases if has_bases else True
        has_bases = True
        for f in base_fields.values():
            fields[f.name] = f
        base_frozen = getattr(base, _PARAMS).frozen
        all_frozen_bases = all_frozen_bases and base_frozen
        any_frozen_base = any_frozen_base or base_frozen
    annotations = cls.__dict__.get("__annotations__", {})
    own = []
    kw_seen = False
    current_kw_only = kw_only
    for name, annotation in annotations.items():
        if _is_kw_only(annotation, cls):
            if kw_seen:
                raise TypeError(f"{name!r} is KW_ONLY, but KW_ONLY has already been specified")
            kw_seen = current_kw_only = True
        else:
            own.append(_get_field(cls, name, annotation, current_kw_only))
    for f in own:
        fields[f.name] = f
        if isinstance(getattr(cls, f.name, None), Field):
            if f.default is MISSING:
                delattr(cls, f.name)
            else:
                setattr(cls, f.name, f.default)
    for name, value in cls.__dict__.items():
        if isinstance(value, Field) and name not in annotations:
            raise TypeError(f"{name!r} is a field but has no type annotation")
    if has_bases:
        if any_frozen_base and not frozen:
            raise TypeError("cannot inherit non-frozen dataclass from a frozen one")
        if not all_frozen_bases and frozen:
            raise TypeError("cannot inherit frozen dataclass from a non-frozen one")
    setattr(cls, _FIELDS, fields)
    class_hash = cls.__dict__.get("__hash__", MISSING)
    has_explicit_hash = not (class_hash is MISSING or (class_hash is None and "__eq__" in cls.__dict__))
    if order and not eq:
        raise ValueError("eq must be true if order is true")

    in_init = [f for f in fields.values() if f._field_type in (_FIELD, _FIELD_INITVAR)]
    std_init = [f for f in in_init if f.init and not f.kw_only or not f.init]
    kw_init = [f for f in in_init if f.init and f.kw_only]
    plain = [f for f in fields.values() if f._field_type is _FIELD]
    compared = [f for f in plain if f.compare]
    namespace = {}
    sources = []
    if init:
        sources.append(("__init__", _init_source(std_init, kw_init, frozen, hasattr(cls, _POST_INIT),
                                                 slots, namespace)))
    if repr:
        shown = ", ".join(f"{f.name}={{self.{f.name}!r}}" for f in plain if f.repr)
        sources.append(("__repr__", f"def __repr__(self):\n  return f\"{{self.__class__.__qualname__}}({shown})\""))
    if eq:
        sources.append(("__eq__", _eq_source(compared)))
    if order:
        for name, op in (("__lt__", "<"), ("__le__", "<="), ("__gt__", ">"), ("__ge__", ">=")):
            if name in cls.__dict__:
                raise TypeError(f"Cannot overwrite attribute {name} in class {cls.__name__}. "
                                "Consider using functools.total_ordering")
            sources.append((name, _order_source(name, op, compared)))
    if frozen:
        for name in ("__setattr__", "__delattr__"):
            if name in cls.__dict__:
                _overwrite_error(cls, name)
        sources += _frozen_sources(plain, namespace, cls)
    add_hash = False
    if unsafe_hash:
        if has_explicit_hash:
            _overwrite_error(cls, "__hash__")
        add_hash = True
    elif eq and frozen:
        add_hash = not has_explicit_hash
    if add_hash:
        hashed = [f for f in plain if (f.compare if f.hash is None else f.hash)]
        sources.append(("__hash__", f"def __hash__(self):\n  return hash({_tuple('self', hashed)})"))
    for function in _make_functions(cls, sources, namespace):
        name = function.__name__
        if name == "__repr__":
            function = _shown_once(function)
        if name == "__init__":
            function.__annotations__ = {f.name: f.type for f in std_init + kw_init if f.init} | {"return": None}
        if name == "__hash__" or name not in cls.__dict__:
            setattr(cls, name, function)
    if eq and not add_hash and not frozen and not unsafe_hash and class_hash is MISSING:
        cls.__hash__ = None
    if match_args and "__match_args__" not in cls.__dict__:
        cls.__match_args__ = tuple(f.name for f in std_init if f.init)
    if weakref_slot and not slots:
        raise TypeError("weakref_slot is True but slots is False")
    if slots:
        cls = _add_slots(cls, frozen, weakref_slot, plain)
    if not getattr(cls, "__doc__"):
        cls.__doc__ = cls.__name__ + _signature_text(cls, init, std_init, kw_init)
    if "__abstractmethods__" in cls.__dict__:
        import abc
        abc.update_abstractmethods(cls)
    return cls


def _annotation_text(annotation):
    """An annotation as `inspect.signature` shows it."""
    if getattr(annotation, "__module__", None) == "typing":
        return repr(annotation).replace("typing.", "")
    if isinstance(annotation, types.GenericAlias) or not isinstance(annotation, type):
        return repr(annotation)
    if annotation.__module__ == "builtins":
        return annotation.__qualname__
    return f"{annotation.__module__}.{annotation.__qualname__}"


def _signature_text(cls, init, std_init, kw_init):
    """The signature of a dataclass for its docstring."""
    if not init:
        try:
            import inspect
            return str(inspect.signature(cls)).replace(" -> None", "")
        except (ImportError, TypeError, ValueError):
            return ""

    def shown(f):
        text = f"{f.name}: {_annotation_text(f.type)}"
        if f.default is not MISSING:
            return f"{text} = {f.default!r}"
        return text if f.default_factory is MISSING else f"{text} = {_HAS_DEFAULT_FACTORY!r}"

    parts = [shown(f) for f in std_init if f.init]
    if kw_init:
        parts += ["*", *map(shown, kw_init)]
    return f"({', '.join(parts)})"


def _add_slots(cls, frozen, weakref_slot, fields):
    if "__slots__" in cls.__dict__:
        raise TypeError(f"{cls.__name__} already specifies __slots__")
    namespace = dict(cls.__dict__)
    names = tuple(f.name for f in fields)
    inherited = set()
    for base in cls.__mro__[1:-1]:
        slots = base.__dict__.get("__slots__", ())
        inherited.update([slots] if isinstance(slots, str) else slots)
    namespace["__slots__"] = tuple(n for n in names if n not in inherited) + (
        ("__weakref__",) if weakref_slot and "__weakref__" not in inherited else ())
    for name in names:
        namespace.pop(name, None)
    for name in ("__dict__", "__weakref__"):
        namespace.pop(name, None)
    qualname = getattr(cls, "__qualname__", None)
    new = type(cls)(cls.__name__, cls.__bases__, namespace)
    if qualname is not None:
        new.__qualname__ = qualname
    if frozen:
        if "__getstate__" not in namespace:
            new.__getstate__ = _getstate
        if "__setstate__" not in namespace:
            new.__setstate__ = _setstate
    # Methods that use `super()` or `__class__` refer to the class that this one replaces.
    for member in new.__dict__.values():
        for function in (member, getattr(member, "__func__", None), getattr(member, "fget", None),
                         getattr(member, "__wrapped__", None)):
            closure = getattr(function, "__closure__", None) or ()
            names = function.__code__.co_freevars if closure else ()
            for name, cell in zip(names, closure):
                try:
                    if name == "__class__" and cell.cell_contents is cls:
                        cell.cell_contents = new
                except ValueError:
                    pass
    return new


def _getstate(self):
    return [getattr(self, f.name) for f in fields(self)]


def _setstate(self, state):
    for f, value in zip(fields(self), state):
        object.__setattr__(self, f.name, value)


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False,
              match_args=True, kw_only=False, slots=False, weakref_slot=False):
    """Add dunder methods based on the fields defined in the class."""
    def wrap(cls):
        return _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only,
                              slots, weakref_slot)
    return wrap if cls is None else wrap(cls)


def fields(class_or_instance):
    """Return a tuple describing the fields of this dataclass."""
    try:
        found = getattr(class_or_instance, _FIELDS)
    except AttributeError:
        raise TypeError("must be called with a dataclass type or instance") from None
    return tuple(f for f in found.values() if f._field_type is _FIELD)


def _is_instance(obj):
    return hasattr(type(obj), _FIELDS)


def is_dataclass(obj):
    """Returns True if obj is a dataclass or an instance of a dataclass."""
    cls = obj if isinstance(obj, type) else type(obj)
    return hasattr(cls, _FIELDS)


def asdict(obj, *, dict_factory=dict):
    """Return the fields of a dataclass instance as a new dictionary mapping field names to values."""
    if not _is_instance(obj):
        raise TypeError("asdict() should be called on dataclass instances")
    return _asdict_inner(obj, dict_factory)


_ATOMIC = frozenset({type(None), bool, int, float, str, complex, bytes, type(...), type(NotImplemented), type})


def _asdict_inner(obj, dict_factory):
    kind = type(obj)
    if kind in _ATOMIC:
        return obj
    if hasattr(kind, _FIELDS):
        return dict_factory([(f.name, _asdict_inner(getattr(obj, f.name), dict_factory)) for f in fields(obj)])
    if kind is list:
        return [_asdict_inner(v, dict_factory) for v in obj]
    if kind is dict:
        return {_asdict_inner(k, dict_factory): _asdict_inner(v, dict_factory) for k, v in obj.items()}
    if issubclass(kind, tuple):
        items = [_asdict_inner(v, dict_factory) for v in obj]
        return kind(*items) if hasattr(obj, "_fields") else kind(items)
    if issubclass(kind, dict):
        items = ((_asdict_inner(k, dict_factory), _asdict_inner(v, dict_factory)) for k, v in obj.items())
        if hasattr(kind, "default_factory"):
            result = kind(obj.default_factory)
            result.update(items)
            return result
        return kind(items)
    if issubclass(kind, list):
        return kind(_asdict_inner(v, dict_factory) for v in obj)
    import copy
    return copy.deepcopy(obj)


def astuple(obj, *, tuple_factory=tuple):
    """Return the fields of a dataclass instance as a new tuple of field values."""
    if not _is_instance(obj):
        raise TypeError("astuple() should be called on dataclass instances")
    return _astuple_inner(obj, tuple_factory)


def _astuple_inner(obj, tuple_factory):
    kind = type(obj)
    if kind in _ATOMIC:
        return obj
    if _is_instance(obj):
        return tuple_factory([_astuple_inner(getattr(obj, f.name), tuple_factory) for f in fields(obj)])
    if isinstance(obj, tuple) and hasattr(obj, "_fields"):
        return kind(*[_astuple_inner(v, tuple_factory) for v in obj])
    if isinstance(obj, (list, tuple)):
        return kind(_astuple_inner(v, tuple_factory) for v in obj)
    if isinstance(obj, dict):
        items = [(_astuple_inner(k, tuple_factory), _astuple_inner(v, tuple_factory)) for k, v in obj.items()]
        if hasattr(kind, "default_factory"):
            result = kind(obj.default_factory)
            result.update(items)
            return result
        return kind(items)
    import copy
    return copy.deepcopy(obj)


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, init=True, repr=True, eq=True,
                   order=False, unsafe_hash=False, frozen=False, match_args=True, kw_only=False,
                   slots=False, weakref_slot=False, module=None):
    """Return a new dynamically created dataclass."""
    import keyword
    import sys
    if module is None:
        module = sys._getframemodulename(1) or "__main__"
    annotations, defaults = {}, {}
    for item in fields:
        if isinstance(item, str):
            name, annotation = item, "typing.Any"
        elif len(item) == 2:
            name, annotation = item
        elif len(item) == 3:
            name, annotation, defaults[item[0]] = item
        else:
            raise TypeError(f"Invalid field: {item!r}")
        if not isinstance(name, str) or not name.isidentifier():
            raise TypeError(f"Field names must be valid identifiers: {name!r}")
        if keyword.iskeyword(name):
            raise TypeError(f"Field names must not be keywords: {name!r}")
        if name in annotations:
            raise TypeError(f"Field name duplicated: {name!r}")
        annotations[name] = annotation

    def body(ns):
        ns.update(namespace or {})
        ns.update(defaults)
        ns["__annotations__"] = annotations

    cls = types.new_class(cls_name, bases, {}, body)
    if module is not None:
        cls.__module__ = module
    return dataclass(cls, init=init, repr=repr, eq=eq, order=order, unsafe_hash=unsafe_hash, frozen=frozen,
                     match_args=match_args, kw_only=kw_only, slots=slots, weakref_slot=weakref_slot)


def replace(obj, /, **changes):
    """Return a new object replacing specified fields with new values."""
    if not _is_instance(obj):
        raise TypeError("replace() should be called on dataclass instances")
    for f in getattr(obj, _FIELDS).values():
        if f._field_type is _FIELD_CLASSVAR:
            continue
        if not f.init:
            if f.name in changes:
                raise TypeError(f"field {f.name} is declared with init=False, it cannot be specified with replace()")
            continue
        if f.name not in changes:
            if f._field_type is _FIELD_INITVAR and f.default is MISSING:
                raise TypeError(f"InitVar {f.name!r} must be specified with replace()")
            if f._field_type is _FIELD:
                changes[f.name] = getattr(obj, f.name)
    return obj.__class__(**changes)

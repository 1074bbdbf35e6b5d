"""The parts that all validators share: the state of one validation, and their creation from a schema."""

from .errors import SchemaError, invalid
from .markers import PydanticUndefined

# How well a value fits, for unions: converted, of a subclass or a compatible type, exactly of the
# type.
LAX, STRICT, EXACT = 0, 1, 2

RECURSION_LIMIT = 255

# From this depth on, a RecursionError is blamed on the value and not on a function of the program.
_DEEP = 50


class State:
    """The options of one validation, and what it has found so far."""

    __slots__ = (
        "mode",
        "shown_mode",
        "strict",
        "extra",
        "from_attributes",
        "context",
        "by_alias",
        "by_name",
        "self_instance",
        "partial",
        "field_name",
        "data",
        "has_field_error",
        "exactness",
        "fields_set_count",
        "active",
        "depth",
    )

    def __init__(
        self, mode, strict=None, extra=None, from_attributes=None, context=None, by_alias=None, by_name=None
    ):
        self.mode = self.shown_mode = mode
        self.strict = strict
        self.extra = extra
        self.from_attributes = from_attributes
        self.context = context
        self.by_alias = by_alias
        self.by_name = by_name
        self.self_instance = None
        self.partial = False
        self.field_name = None
        self.data = None
        self.has_field_error = False
        self.exactness = None
        self.fields_set_count = None
        self.active = set()
        self.depth = 0

    def copy(self):
        """Returns the same options for a validation that a function of the program may start later."""
        made = State.__new__(State)
        for name in State.__slots__:
            setattr(made, name, getattr(self, name))
        made.active = set(self.active)
        made.partial = False
        return made

    def floor(self, exactness):
        """Says that a part fits no better than this."""
        if self.exactness is not None and exactness < self.exactness:
            self.exactness = exactness

    def count_fields(self, count):
        """Adds fields that were given, by which unions prefer a choice."""
        self.fields_set_count = (self.fields_set_count or 0) + count

    def lookups(self, by_alias, by_name):
        """Returns whether fields are found by alias and by name, for the defaults of a schema."""
        if self.by_alias is not None:
            by_alias = self.by_alias
        if self.by_name is not None:
            by_name = self.by_name
        by_alias = True if by_alias is None else by_alias
        if not by_alias and not by_name:
            raise ValueError("`validate_by_name` and `validate_by_alias` cannot both be set to `False`.")
        return by_alias, bool(by_name)


class Validator:
    """Validates values of one schema. Subclasses have `validate`, and a name that errors of unions show."""

    name = ""

    def __init__(self, schema, config, definitions):
        pass

    def validate(self, value, state):
        """Returns the valid value, or raises ValError, PydanticOmit or PydanticUseDefault."""
        raise NotImplementedError

    def validate_assignment(self, obj, field, value, state):
        """Validates a new value of a field of an object."""
        raise TypeError(f"validate_assignment is not supported for {self.name}")

    def default_value(self, location, state):
        """Returns the default, or `PydanticUndefined` where there is none."""
        return PydanticUndefined


class Definitions:
    """The named schemas of one schema, which may be used before they are known."""

    def __init__(self, use_prebuilt):
        self.found = {}
        self.use_prebuilt = use_prebuilt

    def reference(self, name):
        """Returns the validator for a name, which may be filled in later."""
        if name not in self.found:
            self.found[name] = Reference(name)
        return self.found[name]

    def define(self, name, validator):
        """Gives a name its validator. Raises SchemaError where it has one already."""
        reference = self.reference(name)
        if reference.target is not None:
            raise SchemaError(f"Duplicate ref: `{name}`")
        reference.target = validator

    def finish(self):
        """Checks that all names have their validators."""
        for name, reference in self.found.items():
            if reference.target is None:
                raise SchemaError(f"Definitions error: definition `{name}` was never filled")


class Reference(Validator):
    """The schema of a name. A value that contains itself ends in an error."""

    def __init__(self, ref):
        self.ref = ref
        self.target = None
        self._is_named = False
        self._name = None

    @property
    def name(self):
        """The name of the schema that it represents, or `...` within that name."""
        if self._name is None:
            if self._is_named or self.target is None:
                return "..."
            self._is_named = True
            self._name = self.target.name
        return self._name

    def validate(self, value, state):
        state.partial = False
        if state.mode == "json" and not isinstance(value, (dict, list)):
            return self.target.validate(value, state)
        return self._guarded(value, state, self.target.validate, (value, state))

    def validate_assignment(self, obj, field, value, state):
        return self._guarded(obj, state, self.target.validate_assignment, (obj, field, value, state))

    def _guarded(self, value, state, function, arguments):
        key = (id(value), id(self))
        if key in state.active:
            raise invalid("recursion_loop", value)
        if state.depth >= RECURSION_LIMIT:
            raise invalid("recursion_depth_exceeded", value)
        state.active.add(key)
        state.depth += 1
        try:
            return function(*arguments)
        except RecursionError:
            if state.depth < _DEEP:
                raise
            raise invalid("recursion_depth_exceeded", value) from None
        finally:
            state.depth -= 1
            state.active.discard(key)

    def default_value(self, location, state):
        return self.target.default_value(location, state)


# For each type of schema, a function that makes its validator from (schema, config, definitions).
BUILDERS = {}


def builder(*types):
    """Registers a function that makes the validators of types of schema."""

    def register(function):
        for name in types:
            BUILDERS[name] = function
        return function

    return register


def setting(schema, config, key, default=None, config_key=None):
    """Returns an entry of a schema, or else of the configuration."""
    value = schema.get(key)
    if value is None and config is not None:
        value = config.get(config_key or key)
    return default if value is None else value


def is_strict(schema, config):
    """Whether values are not converted, unless a call says otherwise."""
    return bool(setting(schema, config, "strict", False))


def build(schema, config, definitions):
    """Makes the validator of a schema. Raises SchemaError for one that makes no sense."""
    kind = schema["type"]
    if definitions.use_prebuilt and (kind == "model" or kind == "dataclass" and "generic_origin" not in schema):
        prebuilt = prebuilt_of(schema)
        if prebuilt is not None:
            return prebuilt
    if kind == "invalid":
        raise SchemaError("Cannot construct schema with `InvalidSchema` member.")
    make = BUILDERS.get(kind)
    if make is None:
        raise SchemaError(f'Unknown schema type: "{kind}"')
    try:
        return make(schema, config, definitions)
    except Exception as error:
        raise SchemaError(f'Error building "{kind}" validator:\n  {type(error).__name__}: {error}') from None


def prebuilt_of(schema):
    """Returns the validator that a class has already, if it is complete and of the same class."""
    cls = schema.get("cls")
    if not isinstance(cls, type) or not cls.__dict__.get("__pydantic_complete__"):
        return None
    made = cls.__dict__.get("__pydantic_validator__")
    made = getattr(made, "__pydantic_schema_validator__", made)
    inner = getattr(made, "_validator", None)
    if inner is None or getattr(inner, "is_own_function", False):
        return None
    return Prebuilt(inner)


class Prebuilt(Validator):
    """The validator of a class that is complete."""

    def __init__(self, inner):
        self.inner = inner
        self.validate = inner.validate
        self.validate_assignment = inner.validate_assignment
        self.default_value = inner.default_value

    @property
    def name(self):
        """The name of the class's own validator."""
        return self.inner.name

"""Validators that call functions of a program, and defaults."""

from copy import deepcopy

from .base import Validator, build, builder, setting
from .errors import (
    LineError,
    PydanticCustomError,
    PydanticKnownError,
    PydanticOmit,
    PydanticUseDefault,
    SchemaError,
    ValError,
    ValidationError,
    invalid,
    location_item,
    validation_error,
)
from .markers import MODULE, PydanticUndefined


def converted(error, value):
    """Returns the error of a value that a function of the program refused by a ValueError or an AssertionError."""
    if isinstance(error, (PydanticCustomError, PydanticKnownError)):
        return ValError([error.line(value)])
    if isinstance(error, ValidationError):
        lines = [LineError(e.kind, e.input, e.context, e.custom, list(e.location)) for e in error._lines]
        return ValError(lines)
    str(error)  # An error without text is one of the program.
    kind = "value_error" if isinstance(error, ValueError) else "assertion_error"
    return ValError([LineError(kind, value, {"error": error})])


def function_name(function):
    """Returns a function's name, or its repr."""
    name = getattr(function, "__name__", None)
    return name if isinstance(name, str) else repr(function)


class ValidationInfo:
    """The information that a validation function receives along with the value."""

    __module__ = MODULE
    __slots__ = ("config", "context", "data", "field_name", "mode")

    def __init__(self, state, config, field_name):
        self.config = config
        self.context = state.context
        self.data = state.data
        self.field_name = state.field_name or field_name
        self.mode = state.shown_mode

    def __repr__(self):
        return (
            f"ValidationInfo(config={self.config!r}, context={self.context!r}, data={self.data!r}, "
            f"field_name={self.field_name!r})"
        )


class FunctionValidator(Validator):
    """Calls a function before or after another schema, around it, or in its place."""

    is_own_function = False

    def __init__(self, schema, config, definitions):
        entry = schema["function"]
        self.function = entry["function"]
        self.has_info = entry["type"] == "with-info"
        self.field_name = entry.get("field_name")
        self.config = config
        kind = schema["type"]
        self.inner = None if kind == "function-plain" else build(schema["schema"], config, definitions)
        self.name = f"{kind}[{function_name(self.function)}()]"
        if kind in ("function-before", "function-after"):
            self.name = f"{kind}[{function_name(self.function)}(), {self.inner.name}]"

    def call(self, value, state, given, *arguments):
        """Calls the function. `value` is what errors show."""
        if self.has_info:
            arguments += (ValidationInfo(state, self.config, self.field_name),)
        try:
            return self.function(given, *arguments)
        except (ValueError, AssertionError) as error:
            raise converted(error, value) from None


class BeforeValidator(FunctionValidator):
    """Calls a function with a value before it is validated."""

    def validate(self, value, state):
        found = self.call(value, state, value)
        # A function's result is a Python object, whatever it was given.
        mode, state.mode = state.mode, "python"
        try:
            return self.inner.validate(found, state)
        finally:
            state.mode = mode

    def validate_assignment(self, obj, name, value, state):
        return self.inner.validate_assignment(self.call(obj, state, obj), name, value, state)


class AfterValidator(FunctionValidator):
    """Calls a function with the result of another schema."""

    is_own_function = True

    def validate(self, value, state):
        return self.call(value, state, self.inner.validate(value, state))

    def validate_assignment(self, obj, name, value, state):
        return self.call(obj, state, self.inner.validate_assignment(obj, name, value, state))


class PlainValidator(FunctionValidator):
    """Calls a function in place of a schema."""

    def validate(self, value, state):
        return self.call(value, state, value)


class WrapValidator(FunctionValidator):
    """Calls a function that may validate the value by calling its handler."""

    is_own_function = True

    def __init__(self, schema, config, definitions):
        super().__init__(schema, config, definitions)
        config = config or {}
        self.hide_input = bool(config.get("hide_input_in_errors"))
        self.with_cause = bool(config.get("validation_error_cause"))

    def validate(self, value, state):
        handler = ValidatorCallable(self, state)
        result = self.call(value, state, value, handler)
        state.exactness, state.fields_set_count = handler._state.exactness, handler._state.fields_set_count
        return result

    def validate_assignment(self, obj, name, value, state):
        return self.call(obj, state, obj, AssignmentValidatorCallable(self, state, name, value))


class ValidatorCallable:
    """The handler of a function around a schema."""

    __module__ = MODULE

    def __init__(self, owner, state):
        self._owner = owner
        self._state = state.copy()
        self._state.mode = "python"

    def _validate(self, value):
        return self._owner.inner.validate(value, self._state)

    def __call__(self, input_value, outer_location=None):
        try:
            return self._validate(input_value)
        except ValError as error:
            if outer_location is not None:
                error.within(location_item(outer_location))
            owner = self._owner
            title = type(self).__name__
            raised = validation_error(title, error, "python", owner.hide_input, owner.with_cause)
            raise raised from raised.__cause__

    def __repr__(self):
        return f"{type(self).__name__}({self._owner.inner.name})"


class AssignmentValidatorCallable(ValidatorCallable):
    """The handler of a function around the assignment to a field."""

    __module__ = MODULE

    def __init__(self, owner, state, name, value):
        super().__init__(owner, state)
        self._name = name
        self._value = value

    def _validate(self, obj):
        self._state.field_name = self._name
        return self._owner.inner.validate_assignment(obj, self._name, self._value, self._state)


builder("function-before")(BeforeValidator)
builder("function-after")(AfterValidator)
builder("function-plain")(PlainValidator)
builder("function-wrap")(WrapValidator)


class WithDefaultValidator(Validator):
    """Has a value where none is given, or where the one that is given is not valid."""

    def __init__(self, schema, config, definitions):
        self.default = schema.get("default", PydanticUndefined)
        self.factory = schema.get("default_factory")
        if self.default is not PydanticUndefined and self.factory is not None:
            raise SchemaError("'default' and 'default_factory' cannot be used together")
        self.has_default = self.default is not PydanticUndefined or self.factory is not None
        self.takes_data = bool(schema.get("default_factory_takes_data"))
        self.on_error = schema.get("on_error", "raise")
        self.omits_errors = self.on_error == "omit"
        if self.on_error == "default" and not self.has_default:
            raise SchemaError("'on_error = default' requires a `default` or `default_factory`")
        self.inner = build(schema["schema"], config, definitions)
        self.name = f"default[{self.inner.name}]"
        self.validates = setting(schema, config, "validate_default", False)
        self.copies = False
        if self.factory is None and self.has_default:
            try:
                hash(self.default)
            except Exception:
                self.copies = True

    def validate(self, value, state):
        if value is PydanticUndefined:
            return self.default_value(None, state)
        try:
            return self.inner.validate(value, state)
        except PydanticUseDefault:
            default = self.default_value(None, state)
            if default is PydanticUndefined:
                raise
            return default
        except (ValError, PydanticOmit):
            if self.on_error == "raise":
                raise
            if self.on_error == "omit":
                raise PydanticOmit from None
            return self.default_value(None, state)

    def default_value(self, location, state):
        if self.factory is not None:
            if self.takes_data:
                if state.has_field_error:
                    error = invalid("default_factory_not_called", PydanticUndefined)
                    raise error if location is None else error.within(location)
                default = self.factory({} if state.data is None else state.data)
            else:
                default = self.factory()
        elif self.default is PydanticUndefined:
            return PydanticUndefined
        else:
            default = deepcopy(self.default) if self.copies else self.default
        if not self.validates:
            return default
        mode, state.mode = state.mode, "python"
        try:
            return self.inner.validate(default, state)
        except ValError as error:
            if self.omits_errors:
                raise PydanticOmit from None
            raise error if location is None else error.within(location)
        finally:
            state.mode = mode


builder("default")(WithDefaultValidator)

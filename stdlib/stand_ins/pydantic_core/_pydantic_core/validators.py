"""`SchemaValidator`: validates values of a schema."""

from . import (  # noqa: F401 (they register)
    calls,
    choices,
    containers,
    fields,
    functions,
    models,
    scalars,
    texts,
    times,
    urls,
)
from .base import Definitions, State, build
from .choices import parsed_json
from .errors import (
    PydanticOmit,
    PydanticUseDefault,
    SchemaError,
    ValError,
    ValidationError,
    invalid,
    validation_error,
)
from .fields import checked_extra
from .markers import MODULE, PydanticUndefined, Some

_OMITTED = "Uncaught Omit error, please check your usage of `default` validators."
_NO_DEFAULT = (
    "Uncaught `PydanticUseDefault` exception: the error was raised in a field validator and no default value is "
    "available for that field."
)

# Raised by validators that have no value.
_NO_VALUE = (ValError, PydanticOmit, PydanticUseDefault)


def _partial(mode):
    if mode in (False, "off"):
        return False
    if mode in (True, "on", "trailing-strings"):
        return mode
    if isinstance(mode, str):
        raise ValueError(f"Invalid partial mode, should be `'off'`, `'on'` or `'trailing-strings'`, not {mode!r}")
    raise TypeError("Invalid partial mode, should be `True`, `False`, `'off'`, `'on'` or `'trailing-strings'`")


class SchemaValidator:
    """Validates values of a schema: objects of Python, JSON, or text."""

    __module__ = MODULE

    def __new__(cls, schema, config=None, _use_prebuilt=True):
        self = super().__new__(cls)
        definitions = Definitions(_use_prebuilt)
        self._validator = build(schema, config, definitions)
        definitions.finish()
        self._schema = schema
        self._config = config or None
        config = config or {}
        title = config.get("title")
        self._title = self._validator.name if title is None else title
        self._hide_input = bool(config.get("hide_input_in_errors"))
        self._with_cause = bool(config.get("validation_error_cause"))
        self._cache = config.get("cache_strings", True)
        return self

    @property
    def title(self):
        """The name that errors show."""
        return self._title

    def _exception(self, outcome, mode):
        """Converts the exception of a validator without a value to one for programs."""
        if isinstance(outcome, ValError):
            return validation_error(self._title, outcome, mode, self._hide_input, self._with_cause)
        return SchemaError(_OMITTED if isinstance(outcome, PydanticOmit) else _NO_DEFAULT)

    def _run(self, function, mode, *arguments):
        """Calls a method of the validator. Its exceptions are converted to ones for programs."""
        try:
            return function(*arguments)
        except _NO_VALUE as outcome:
            raised = self._exception(outcome, mode)
        raise raised from raised.__cause__

    def validate_python(
        self,
        input,
        *,
        strict=None,
        extra=None,
        from_attributes=None,
        context=None,
        self_instance=None,
        allow_partial=False,
        by_alias=None,
        by_name=None,
    ):
        """Returns the valid value for an object of Python. Raises ValidationError."""
        if extra is not None:
            checked_extra(extra)
        state = State("python", strict, extra, from_attributes, context, by_alias, by_name)
        state.self_instance = self_instance
        if allow_partial is not False:
            state.partial = _partial(allow_partial)
        # Like `_run`, without the call: models are made through this method.
        try:
            return self._validator.validate(input, state)
        except _NO_VALUE as outcome:
            raised = self._exception(outcome, "python")
        raise raised from raised.__cause__

    def isinstance_python(
        self,
        input,
        *,
        strict=None,
        extra=None,
        from_attributes=None,
        context=None,
        self_instance=None,
        by_alias=None,
        by_name=None,
    ):
        """Whether an object of Python is valid."""
        try:
            self.validate_python(
                input,
                strict=strict,
                extra=extra,
                from_attributes=from_attributes,
                context=context,
                self_instance=self_instance,
                by_alias=by_alias,
                by_name=by_name,
            )
        except ValidationError:
            return False
        return True

    def validate_json(
        self,
        input,
        *,
        strict=None,
        extra=None,
        context=None,
        self_instance=None,
        allow_partial=False,
        by_alias=None,
        by_name=None,
    ):
        """Returns the valid value for a text of JSON. Raises ValidationError."""
        if extra is not None:
            checked_extra(extra)
        state = State("json", strict, extra, None, context, by_alias, by_name)
        state.self_instance = self_instance
        state.partial = _partial(allow_partial)
        return self._run(self._of_json, "json", input, state)

    def _of_json(self, input, state):
        if not isinstance(input, (str, bytes, bytearray)):
            raise invalid("json_type", input)
        return self._validator.validate(parsed_json(input, input, state.partial), state)

    def validate_strings(
        self, input, *, strict=None, extra=None, context=None, allow_partial=False, by_alias=None, by_name=None
    ):
        """Returns the valid value for text, or for a dictionary of it. Raises ValidationError."""
        if extra is not None:
            checked_extra(extra)
        state = State("string", strict, extra, None, context, by_alias, by_name)
        state.partial = _partial(allow_partial)
        return self._run(self._of_text, "string", input, state)

    def _of_text(self, input, state):
        if not isinstance(input, (str, dict)):
            raise invalid("string_type", input)
        return self._validator.validate(input, state)

    def validate_assignment(
        self,
        obj,
        field_name,
        field_value,
        *,
        strict=None,
        extra=None,
        from_attributes=None,
        context=None,
        by_alias=None,
        by_name=None,
    ):
        """Validates a new value of a field of an object, and assigns it. Raises ValidationError."""
        if extra is not None:
            checked_extra(extra)
        state = State("python", strict, extra, from_attributes, context, by_alias, by_name)
        state.field_name = field_name
        validate = self._validator.validate_assignment
        return self._run(validate, "python", obj, field_name, field_value, state)

    def get_default_value(self, *, strict=None, context=None):
        """Returns `Some` of the default value, or None where there is none."""
        state = State("python", strict, None, None, context)
        default = self._run(self._validator.default_value, "python", None, state)
        return None if default is PydanticUndefined else Some(default)

    def __reduce__(self):
        return type(self), (self._schema, self._config, False)

    def __repr__(self):
        cache = {True: "True", False: "False", "all": "True", "none": "False"}.get(self._cache, "'keys'")
        return f'SchemaValidator(title="{self._title}", validator={self._validator.name}, definitions=[], cache_strings={cache})'

"""The parts of a serializer's tree that wrap other parts: optional values, defaults, references, JSON texts."""

from .debug_text import Raw, Struct, Wrapped, handle, optional
from .errors import SchemaError
from .infer import infer_key
from .json_output import dump_text
from .markers import missing_sentinel
from .ser_errors import (
    JsonTextError,
    PydanticSerializationError,
    PydanticSerializationUnexpectedValue,
    error_text,
)
from .ser_nodes import ANY, NO_DEFAULT, Node, dump_of, key_of
from .ser_state import DEPTH_LIMIT

_NONE_ONLY = frozenset((type(None),))


class NullableNode(Node):
    """`None` or a value of another type."""

    name = "nullable"
    variant = "Nullable"

    def __init__(self, inner):
        self.inner = inner
        self.passes = inner.passes | _NONE_ONLY
        self.python_passes = inner.python_passes | _NONE_ONLY

    def direct(self):
        return self.inner.direct()

    def to_python(self, value, state):
        return None if value is None else dump_of(self.inner, state)(value, state)

    def json_key(self, key, state):
        return "None" if key is None else key_of(self.inner, state)(key, state)

    def retries_lax(self):
        return self.inner.retries_lax()

    def parts(self):
        return {"serializer": self.inner}


class DefaultNode(Node):
    """A value of a field with a default."""

    name = "default"
    variant = "WithDefault"

    def __init__(self, schema, build):
        self.value = schema.get("default", NO_DEFAULT)
        self.factory = schema.get("default_factory")
        if self.value is not NO_DEFAULT and self.factory is not None:
            raise SchemaError("'default' and 'default_factory' cannot be used together")
        self.takes_data = bool(schema.get("default_factory_takes_data"))
        self.inner = build(schema["schema"])
        self.passes = self.inner.passes
        self.python_passes = self.inner.python_passes

    def direct(self):
        return self.inner.direct()

    def to_python(self, value, state):
        return dump_of(self.inner, state)(value, state)

    def json_key(self, key, state):
        return key_of(self.inner, state)(key, state)

    def default(self):
        if self.factory is None:
            return self.value
        # A factory that takes the other fields can't be called here.
        return NO_DEFAULT if self.takes_data else self.factory()

    def retries_lax(self):
        return self.inner.retries_lax()

    def parts(self):
        if self.factory is not None:
            default = Wrapped("DefaultFactory", handle(self.factory), self.takes_data)
        elif self.value is NO_DEFAULT:
            default = Raw("None")
        else:
            default = Wrapped("Default", handle(self.value))
        return {"default": default, "serializer": self.inner}


class JsonNode(Node):
    """A value that was read from a JSON text, which it becomes again in a round trip."""

    name = "json"
    variant = "Json"

    def __init__(self, inner):
        self.inner = inner

    def _text(self, value, state):
        return dump_text(dump_of(self.inner, state), value, state)

    def to_python(self, value, state):
        if state.round_trip:
            return self._text(value, state)
        return dump_of(self.inner, state)(value, state)

    def json_key(self, key, state):
        return self._text(key, state) if state.round_trip else infer_key(key, state)

    def parts(self):
        return {"serializer": self.inner}


class JsonOrPythonNode(Node):
    """A value of one type in JSON text, of another one elsewhere."""

    variant = "JsonOrPython"

    def __init__(self, json, python):
        self.json = json
        self.python = python
        self.name = f"json-or-python[json={json.name}, python={python.name}]"

    def to_python(self, value, state):
        return dump_of(self.json if state.text else self.python, state)(value, state)

    def json_key(self, key, state):
        return key_of(self.json, state)(key, state)

    def parts(self):
        return {"json": self.json, "python": self.python, "name": self.name}


class MissingNode(Node):
    """The value that says a field is missing, or one of another type."""

    name = "missing-sentinel"
    variant = "MissingSentinel"

    def __init__(self, inner, missing):
        self.inner = inner
        self.missing = missing

    def to_python(self, value, state):
        if value is not self.missing and self.inner is not None:
            return dump_of(self.inner, state)(value, state)
        if state.text:
            raise JsonTextError("'MISSING' can't be serialized to JSON")
        if value is self.missing:
            return value
        raise PydanticSerializationUnexpectedValue("Expected 'MISSING' sentinel", None, None, None)

    def json_key(self, key, state):
        if key is self.missing or self.inner is None:
            return self.invalid_key("missing-sentinel", key, state)
        return key_of(self.inner, state)(key, state)

    def retries_lax(self):
        return self.inner is not None and self.inner.retries_lax()

    def parts(self):
        return {"serializer": optional(self.inner)}


class Definition:
    """A part of the tree that others refer to, perhaps before it is there."""

    __slots__ = ("node", "is_asked")

    def __init__(self):
        self.node = None
        self.is_asked = False

    def retries_lax(self):
        """Returns whether the part tries again with subclasses; one inside itself doesn't count."""
        if self.is_asked:
            return False
        self.is_asked = True
        try:
            return self.node.retries_lax()
        finally:
            self.is_asked = False


class ReferenceNode(Node):
    """A reference to a definition; a value inside itself is an error."""

    name = "definition-ref"
    variant = "Recursive"

    def __init__(self, definition):
        self.definition = definition
        self.retries = None

    def to_python(self, value, state):
        key = (id(value), id(self.definition))
        if key in state.seen:
            raise ValueError("Circular reference detected (id repeated)")
        if state.depth >= DEPTH_LIMIT:
            raise ValueError("Maximum serialization depth exceeded")
        state.seen.add(key)
        state.depth += 1
        try:
            return self.definition.node.to_python(value, state)
        finally:
            state.depth -= 1
            state.seen.discard(key)

    def json_key(self, key, state):
        return self.definition.node.json_key(key, state)

    def retries_lax(self):
        if self.retries is None:
            self.retries = self.definition.retries_lax()
        return self.retries

    def debug(self):
        return Wrapped(
            "Recursive",
            Struct("DefinitionRefSerializer", definition="...", retry_with_lax_check=self.retries_lax()),
        )


class FormatNode(Node):
    """A value as the text that `format` makes of it."""

    name = "format"
    variant = "Format"

    def __init__(self, formatting, when):
        self.formatting = formatting
        self.when = when

    def _formatted(self, value, state):
        failure = None
        try:
            return format(value, self.formatting)
        except BaseException as error:
            failure = f"Error calling `format(value, {self.formatting!r})`: {error_text(error)}"
        raise JsonTextError(failure) if state.text else PydanticSerializationError(failure)

    def to_python(self, value, state):
        if when_used(self.when, value, state.json):
            return self._formatted(value, state)
        return None if state.text else value

    def json_key(self, key, state):
        if not used_in_json(self.when, key):
            return "None"
        text, state.text = state.text, False
        result = self._formatted(key, state)
        state.text = text
        return result

    def parts(self):
        return {
            "format_func": handle(format),
            "formatting_string": handle(self.formatting),
            "when_used": when_shown(self.when),
        }


class ToStringNode(Node):
    """A value as the text that `str` makes of it."""

    name = "to-string"
    variant = "ToString"

    def __init__(self, when):
        self.when = when

    def to_python(self, value, state):
        if when_used(self.when, value, state.json):
            return str(value)
        return None if state.text else value

    def json_key(self, key, state):
        return str(key) if used_in_json(self.when, key) else "None"

    def parts(self):
        return {"when_used": when_shown(self.when)}


_WHEN = ("always", "unless-none", "json", "json-unless-none")


def when_of(schema, default):
    """Returns when a serializer of a schema is used."""
    when = schema.get("when_used", default)
    if when not in _WHEN:
        raise SchemaError(f'Invalid value for `when_used`: "{when}"')
    return when


def when_used(when, value, is_json):
    """Returns whether a serializer is used for a value, in JSON or for Python."""
    if when == "always":
        return True
    if when == "unless-none":
        return value is not None
    return is_json and (when == "json" or value is not None)


def used_in_json(when, value):
    """Returns whether a serializer is used for a value in JSON."""
    return when in ("always", "json") or value is not None


def when_shown(when):
    """Returns how the long form shows when a serializer is used."""
    return Raw("".join(word.capitalize() for word in when.split("-")))


def _format(schema, config, build):
    formatting = schema["formatting_string"]
    when = when_of(schema, "json-unless-none")
    return FormatNode(formatting, when) if formatting else ToStringNode(when)


def _inner(key):
    return lambda schema, config, build: build(schema[key])


def _arguments(schema, config, build):
    raise SchemaError("`arguments` validators require a custom serializer")


def _missing(schema, config, build):
    inner = schema.get("schema")
    return MissingNode(None if inner is None else build(inner), missing_sentinel())


def _call(schema, config, build):
    inner = schema.get("return_schema")
    return ANY if inner is None else build(inner)


def _json(schema, config, build):
    inner = schema.get("schema")
    return JsonNode(ANY if inner is None else build(inner))


BUILDERS = {
    "nullable": lambda schema, config, build: NullableNode(build(schema["schema"])),
    "default": lambda schema, config, build: DefaultNode(schema, build),
    "json": _json,
    "json-or-python": lambda schema, config, build: JsonOrPythonNode(
        build(schema["json_schema"]), build(schema["python_schema"])
    ),
    "missing-sentinel": _missing,
    "format": _format,
    "to-string": lambda schema, config, build: ToStringNode(when_of(schema, "json-unless-none")),
    "chain": lambda schema, config, build: build(schema["steps"][-1]),
    "custom-error": _inner("schema"),
    "call": _call,
    "lax-or-strict": _inner("strict_schema"),
    "arguments": _arguments,
    "function-before": _inner("schema"),
    "function-after": _inner("schema"),
    "function-wrap": _inner("schema"),
}

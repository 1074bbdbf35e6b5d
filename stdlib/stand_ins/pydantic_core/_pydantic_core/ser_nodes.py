"""The parts of a serializer's tree: what they have in common, and those of values without parts of their own."""

import operator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from . import ser_kinds as kinds
from .debug_text import Raw, Struct, Wrapped, handle, optional
from .errors import SchemaError
from .infer import (
    LEAVES,
    infer,
    infer_key,
    infer_unexpected,
    key_of_kind,
    lossy_text,
    unexpected_key,
    uuid_text,
)
from .json_output import text_float
from .ser_config import (
    bytes_text,
    complex_text,
    config_mode,
    date_json,
    datetime_json,
    json_key_text,
    time_json,
    timedelta_json,
    timedelta_mode,
)
from .ser_errors import JsonTextError, PydanticSerializationUnexpectedValue
from .ser_state import STRICT
from .url import MultiHostUrl, Url

_NONE = type(None)
NO_DEFAULT = object()


class Node:
    """A part of the tree.

    `passes` are the classes whose very instances are the same in every mode, `python_passes` those whose instances are
    the same outside JSON; `name` is what warnings call the type.
    """

    passes = frozenset()
    python_passes = frozenset()
    name = None
    variant = None
    # Whether the node is a field's function, which applies even where values are serialized by
    # their type.
    is_field_function = False

    def to_python(self, value, state):
        """Serializes a value: for Python, for JSON, or in a form ready to become JSON text."""
        raise NotImplementedError

    def json_key(self, key, state):
        """Returns the text of a key of a JSON object."""
        raise NotImplementedError

    def retries_lax(self):
        """Returns whether a union should try again with subclasses."""
        return False

    def direct(self):
        """Returns the node that does the work for values whose classes are not among those that pass."""
        return self

    def default(self):
        """Returns the default value of a field, or `NO_DEFAULT`."""
        return NO_DEFAULT

    def invalid_key(self, expected, key, state):
        """Returns the text of a key of a type that can't be one."""
        if key is None:
            raise TypeError(f"`{expected}` not valid as object key")
        return unexpected_key(self.name, key, state)

    def parts(self):
        """Returns the parts of the node that the long form shows."""
        return {}

    def debug(self):
        """Returns the node as the long form shows it."""
        return Wrapped(self.variant, Struct(self.variant + "Serializer", **self.parts()))


def dump_of(node, state):
    """Returns the function that serializes with a node, or by the types of values if the run says so."""
    return infer if state.serialize_as_any else node.to_python


def key_of(node, state):
    """Returns the function that makes the texts of keys with a node."""
    return infer_key if state.serialize_as_any else node.json_key


class AnyNode(Node):
    """Any value, by its type."""

    passes = python_passes = LEAVES
    name = "any"
    variant = "Any"

    def to_python(self, value, state):
        return infer(value, state)

    def json_key(self, key, state):
        return infer_key(key, state)


ANY = AnyNode()


class NoneNode(Node):
    """`None`."""

    passes = python_passes = frozenset((_NONE,))
    name = "none"
    variant = "None"

    def to_python(self, value, state):
        return None if value is None else infer_unexpected("none", value, state)

    def json_key(self, key, state):
        return "None" if key is None else unexpected_key("none", key, state)

    def debug(self):
        return Wrapped("None", Struct("NoneSerializer"))


def _refuse_subclass(state):
    if state.check == STRICT and not state.text:
        raise PydanticSerializationUnexpectedValue(None, None, None, None)


class IntNode(Node):
    """An integer."""

    passes = python_passes = frozenset((int, _NONE))
    name = "int"
    variant = "Int"

    def to_python(self, value, state):
        if type(value) is int:
            return value
        if state.text and not isinstance(value, int):
            try:
                return int.__index__(operator.index(value))
            except Exception:
                pass
        elif isinstance(value, int):
            _refuse_subclass(state)
            return int.__int__(value) if state.json else infer(value, state)
        return infer_unexpected("int", value, state)

    def json_key(self, key, state):
        return str(key) if isinstance(key, int) else unexpected_key("int", key, state)

    def retries_lax(self):
        return True


class BoolNode(Node):
    """`True` or `False`."""

    passes = python_passes = frozenset((bool, _NONE))
    name = "bool"
    variant = "Bool"

    def to_python(self, value, state):
        return value if type(value) is bool else infer_unexpected("bool", value, state)

    def json_key(self, key, state):
        if type(key) is bool:
            return "true" if key else "false"
        return unexpected_key("bool", key, state)


class FloatNode(Node):
    """A float; infinities and NaN as the mode says."""

    passes = frozenset((_NONE,))
    python_passes = frozenset((float, _NONE))
    name = "float"
    variant = "Float"

    def __init__(self, mode):
        self.mode = mode

    def to_python(self, value, state):
        if state.text:
            cls = type(value)
            if cls is not float:
                if not (hasattr(cls, "__float__") or hasattr(cls, "__index__")):
                    return infer_unexpected("float", value, state)
                try:
                    value = float.__pos__(value) if isinstance(value, float) else float(value)
                except Exception:
                    return infer_unexpected("float", value, state)
            return text_float(value, self.mode, state)
        if type(value) is float:
            return value
        if isinstance(value, (float, int)):
            _refuse_subclass(state)
            if not state.json:
                return infer(value, state)
            return float.__pos__(value) if isinstance(value, float) else float(int.__int__(value))
        return infer_unexpected("float", value, state)

    def json_key(self, key, state):
        return str(key) if isinstance(key, (float, int)) else unexpected_key("float", key, state)

    def parts(self):
        return {"inf_nan_mode": Raw(self.mode.capitalize())}


class _KindNode(Node):
    """A number that JSON has as a string."""

    passes = frozenset((_NONE,))

    def __init__(self, name, cls, kind):
        self.name = name
        self.variant = name.capitalize()
        self.cls = cls
        self.kind = kind
        # A fraction is text in every mode.
        self.python_passes = self.passes if cls is Fraction else frozenset((cls, _NONE))

    def to_python(self, value, state):
        if isinstance(value, self.cls):
            return infer(value, state, self.kind)
        return infer_unexpected(self.name, value, state)

    def json_key(self, key, state):
        if isinstance(key, self.cls):
            return key_of_kind(self.kind, key, state)
        return unexpected_key(self.name, key, state)


class StrNode(Node):
    """A string."""

    passes = python_passes = frozenset((str, _NONE))
    name = "str"
    variant = "Str"

    def to_python(self, value, state):
        if type(value) is str:
            return value
        if isinstance(value, str):
            return str.__str__(value) if state.json else value
        return infer_unexpected("str", value, state)

    def json_key(self, key, state):
        return lossy_text(key) if isinstance(key, str) else unexpected_key("str", key, state)


class BytesNode(Node):
    """Bytes, as the text that the mode says."""

    passes = frozenset((_NONE,))
    python_passes = frozenset((bytes, _NONE))
    name = "bytes"
    variant = "Bytes"

    def __init__(self, mode):
        self.mode = mode

    def to_python(self, value, state):
        if isinstance(value, bytes):
            return bytes_text(value, self.mode, state.text) if state.json else value
        return infer_unexpected("bytes", value, state)

    def json_key(self, key, state):
        return bytes_text(key, self.mode) if isinstance(key, bytes) else unexpected_key("bytes", key, state)

    def parts(self):
        return {"bytes_mode": Raw(self.mode.capitalize())}


class TemporalNode(Node):
    """A moment, a day, a time of day or a time difference."""

    passes = frozenset((_NONE,))

    def __init__(self, name, variant, cls, convert, mode):
        self.name = name
        self.variant = variant
        self.cls = cls
        # In Python a datetime is also a date, but not here: its time would be lost.
        self.not_cls = datetime if cls is date else ()
        self.python_passes = frozenset((cls, _NONE))
        self.convert = convert
        self.mode = mode

    def to_python(self, value, state):
        if not isinstance(value, self.cls) or isinstance(value, self.not_cls):
            return infer_unexpected(self.name, value, state)
        if not state.json:
            return value
        result = self.convert(value, self.mode)
        if state.text and self.mode != "iso8601":
            return text_float(result, "constants", state)
        return result

    def json_key(self, key, state):
        if not isinstance(key, self.cls) or isinstance(key, self.not_cls):
            return unexpected_key(self.name, key, state)
        return json_key_text(self.convert(key, self.mode))

    def parts(self):
        return {"temporal_mode": Raw(self.mode.capitalize())}


class TextNode(Node):
    """A value that JSON has as its text."""

    passes = frozenset((_NONE,))

    def __init__(self, name, variant, cls, convert):
        self.name = name
        self.variant = variant
        self.cls = cls
        self.python_passes = frozenset((cls, _NONE))
        self.convert = convert

    def to_python(self, value, state):
        if isinstance(value, self.cls):
            return self.convert(value) if state.json else value
        return infer_unexpected(self.name, value, state)

    def json_key(self, key, state):
        if self.cls is complex:
            return self.invalid_key("complex", key, state)
        return self.convert(key) if isinstance(key, self.cls) else unexpected_key(self.name, key, state)


class EllipsisNode(Node):
    """`...`, which JSON doesn't have."""

    name = "ellipsis"
    variant = "Ellipsis"

    def to_python(self, value, state):
        if state.text:
            raise JsonTextError("'Ellipsis' can't be serialized to JSON")
        if value is ...:
            return value
        raise PydanticSerializationUnexpectedValue("Expected 'Ellipsis' object", None, None, None)

    def json_key(self, key, state):
        return self.invalid_key("ellipsis", key, state)


class LiteralNode(Node):
    """One of some values; only unions ask whether it is."""

    variant = "Literal"

    def __init__(self, schema):
        expected = schema["expected"]
        if not expected:
            raise SchemaError("`expected` should have length > 0")
        self.ints, self.strings, self.others = set(), set(), []
        for item in expected:
            if isinstance(item, bool):
                self.others.append(item)
            elif isinstance(item, int) and -(1 << 63) <= item < 1 << 63:
                self.ints.add(int.__int__(item))
            elif isinstance(item, str):
                self.strings.add(str.__str__(item))
            else:
                self.others.append(item)
        self.name = f"literal[{','.join(repr(item) for item in expected)}]"

    def _plain(self, value):
        """Returns the integer or string that the value is one of, `None` for another one; raises if it is none."""
        if self.ints and not isinstance(value, bool):
            try:
                number = int.__int__(operator.index(value))
            except Exception:
                number = None
            if number in self.ints:
                return number
        if isinstance(value, str):
            text = str.__str__(value)
            if text in self.strings:
                return text
        if value in self.others:
            return None
        raise LookupError

    def to_python(self, value, state):
        if not state.check:
            return infer(value, state)
        try:
            plain = self._plain(value)
        except LookupError:
            return infer_unexpected(self.name, value, state)
        if plain is None:
            return infer(value, state)
        return plain if state.json else value

    def json_key(self, key, state):
        if not state.check:
            return infer_key(key, state)
        try:
            plain = self._plain(key)
        except LookupError:
            return unexpected_key(self.name, key, state)
        return infer_key(key, state) if plain is None else str(plain)

    def parts(self):
        return {
            "expected_int": self.ints,
            "expected_str": self.strings,
            "expected_py": optional(handle(self.others) if self.others else None),
            "name": self.name,
        }


class EnumNode(Node):
    """A member of an enumeration, by its value in JSON."""

    passes = frozenset((_NONE,))
    name = "enum"
    variant = "Enum"

    def __init__(self, schema, config):
        sub_type = schema.get("sub_type")
        if sub_type is None:
            self.inner = None
        elif sub_type == "int":
            self.inner = INT
        elif sub_type == "str":
            self.inner = STR
        elif sub_type == "float":
            self.inner = FloatNode(config_mode(config, "ser_json_inf_nan"))
        else:
            raise SchemaError("`sub_type` must be one of: 'int', 'str', 'float' or None")
        self.cls = schema["cls"]
        self.python_passes = frozenset((self.cls, _NONE))

    def to_python(self, value, state):
        if type(value) is not self.cls:
            return infer_unexpected("enum", value, state)
        if not state.json:
            return value
        return infer(value.value, state) if self.inner is None else dump_of(self.inner, state)(value.value, state)

    def json_key(self, key, state):
        if type(key) is not self.cls:
            return unexpected_key("enum", key, state)
        return infer_key(key.value, state) if self.inner is None else key_of(self.inner, state)(key.value, state)

    def retries_lax(self):
        return self.inner is not None and self.inner.retries_lax()

    def parts(self):
        return {"class": handle(self.cls), "serializer": optional(self.inner)}


INT, BOOL, STR, NONE, ELLIPSIS = IntNode(), BoolNode(), StrNode(), NoneNode(), EllipsisNode()

_FIXED = {
    "any": ANY,
    "none": NONE,
    "int": INT,
    "bool": BOOL,
    "str": STR,
    "ellipsis": ELLIPSIS,
    "decimal": _KindNode("decimal", Decimal, kinds.DECIMAL),
    "fraction": _KindNode("fraction", Fraction, kinds.FRACTION),
    "url": TextNode("url", "Url", Url, str),
    "multi-host-url": TextNode("multi-host-url", "MultiHostUrl", MultiHostUrl, str),
    "uuid": TextNode("uuid", "Uuid", UUID, uuid_text),
    "complex": TextNode("complex", "Complex", complex, complex_text),
    # These checks do not determine the value's type.
    "is-instance": ANY,
    "is-subclass": ANY,
    "callable": ANY,
    "function-plain": ANY,
}


def _fixed(node):
    return lambda schema, config, build: node


def _temporal(name, variant, cls, convert, mode):
    return lambda schema, config, build: TemporalNode(name, variant, cls, convert, mode(config))


def _temporal_mode(config):
    return config_mode(config, "ser_json_temporal")


BUILDERS = {name: _fixed(node) for name, node in _FIXED.items()} | {
    "float": lambda schema, config, build: FloatNode(config_mode(config, "ser_json_inf_nan")),
    "bytes": lambda schema, config, build: BytesNode(config_mode(config, "ser_json_bytes")),
    "datetime": _temporal("datetime", "Datetime", datetime, datetime_json, _temporal_mode),
    "date": _temporal("date", "Date", date, date_json, _temporal_mode),
    "time": _temporal("time", "Time", time, time_json, _temporal_mode),
    "timedelta": _temporal("timedelta", "TimeDelta", timedelta, timedelta_json, timedelta_mode),
    "literal": lambda schema, config, build: LiteralNode(schema),
    "enum": lambda schema, config, build: EnumNode(schema, config),
}

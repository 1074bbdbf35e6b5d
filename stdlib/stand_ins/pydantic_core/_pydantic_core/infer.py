"""Serialization of values without a schema: each by the kind of value it is."""

from collections import Counter, OrderedDict, deque
from dataclasses import _FIELD

from . import ser_kinds as kinds
from .error_types import safe_repr
from .filters import counted_from_start, filtered_items, next_filters
from .json_output import put, text_float
from .ser_config import (
    bytes_text,
    complex_text,
    date_json,
    datetime_json,
    json_key_text,
    time_json,
    timedelta_json,
)
from .ser_errors import JsonTextError, PydanticSerializationError
from .ser_kinds import EXACT, LAST_SCALAR, kind_of
from .ser_state import DEPTH_LIMIT, BuiltSerializer

# Values of exactly these classes are the same in every mode.
LEAVES = frozenset((str, int, bool, type(None)))


def infer(value, state, kind=None):
    """Serializes a value by its type, or by its kind if that is known."""
    cls = type(value)
    if cls in LEAVES:
        return state.too_deep() if state.depth >= DEPTH_LIMIT and state.json else value
    if kind is None:
        kind = EXACT.get(cls) or kind_of(value)
    if kind <= LAST_SCALAR:
        if not state.json:
            return str(value) if kind == kinds.FRACTION else value
        if state.depth >= DEPTH_LIMIT:
            return state.too_deep()
        return _SCALARS[kind](value, state)
    key, seen = id(value), state.seen
    if key in seen:
        if not state.json:
            return value
        if state.text and state.serialize_unknown:
            return "..."
        raise ValueError("Circular reference detected (id repeated)")
    if state.depth >= DEPTH_LIMIT:
        return state.too_deep() if state.json else value
    seen.add(key)
    state.depth += 1
    try:
        return _WITH_PARTS[kind](value, state)
    finally:
        state.depth -= 1
        seen.discard(key)


def infer_unexpected(name, value, state):
    """Serializes a value by its type, after a warning that it is not of the type called `name`."""
    state.expected(name, value, state.text)
    return infer(value, state)


def infer_key(key, state):
    """Returns the text of a key of a JSON object, by the key's type."""
    kind = EXACT.get(type(key))
    return key_of_kind(kind_of(key) if kind is None else kind, key, state)


def unexpected_key(name, key, state):
    """Returns the text of a key by its type, after a warning that it is not of the type called `name`."""
    state.expected(name, key)
    return infer_key(key, state)


def built_serializer(value):
    """Returns the serializer of a value's class, which is built now if it was put off, or `None`."""
    serializer = getattr(value, "__pydantic_serializer__", None)
    if serializer is None:
        return None
    if isinstance(serializer, BuiltSerializer):
        return serializer
    if hasattr(serializer, "rebuild"):
        rebuilt = serializer.rebuild(parent_namespace_depth=0)
        if rebuilt is not None:
            serializer = rebuilt
    if not isinstance(serializer, BuiltSerializer):
        raise TypeError(f"'{type(serializer).__name__}' object is not an instance of 'SchemaSerializer'")
    return serializer


def serialize_with(serializer, value, state):
    """Serializes a value with the serializer of its class."""
    outer = state.config
    state.config = serializer.config
    result = serializer.node.to_python(value, state)
    state.config = outer
    return result


def _unknown_type(value, state):
    message = f"Unable to serialize unknown type: {safe_repr(type(value))}"
    if state.text:
        return JsonTextError(message, is_whole=True)
    return PydanticSerializationError(message)


def _shown_unknown(value):
    try:
        return str(value)
    except Exception:
        return f"<Unserializable {type(value).__qualname__} object>"


def uuid_text(value):
    """Returns a UUID as text, from its number."""
    digits = f"{value.int:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def _same(value, _state):
    return value


def _as_text(value, _state):
    return str(value)


def json_float(value, state):
    """Returns a float for JSON, with infinities and NaN as the run's settings say."""
    mode = state.config.inf_nan
    if state.text:
        return text_float(value, mode, state)
    return None if mode == "null" and value - value != 0.0 else value


_SCALARS = {
    kinds.NONE: _same,
    kinds.INT: _same,
    kinds.INT_SUBCLASS: lambda value, _state: int.__int__(value),
    kinds.BOOL: _same,
    kinds.FLOAT: json_float,
    kinds.FLOAT_SUBCLASS: lambda value, state: json_float(float.__pos__(value), state),
    kinds.DECIMAL: _as_text,
    kinds.FRACTION: _as_text,
    kinds.STR: _same,
    kinds.STR_SUBCLASS: lambda value, _state: str.__str__(value),
    kinds.BYTES: lambda value, state: bytes_text(value, state.config.bytes, state.text),
    kinds.BYTEARRAY: lambda value, state: bytes_text(value, state.config.bytes, state.text),
    kinds.DATETIME: lambda value, state: _number(datetime_json(value, state.config.temporal), state),
    kinds.DATE: lambda value, state: _number(date_json(value, state.config.temporal), state),
    kinds.TIME: lambda value, state: _number(time_json(value, state.config.temporal), state),
    kinds.TIMEDELTA: lambda value, state: _number(timedelta_json(value, state.config.timedelta), state),
    kinds.URL: _as_text,
    kinds.MULTI_HOST_URL: _as_text,
    kinds.PATH: _as_text,
    kinds.UUID_KIND: lambda value, _state: uuid_text(value),
    kinds.COMPLEX: lambda value, _state: complex_text(value),
    kinds.IPV4_ADDRESS: _as_text,
    kinds.IPV6_ADDRESS: _as_text,
    kinds.IPV4_NETWORK: _as_text,
    kinds.IPV6_NETWORK: _as_text,
}


def _number(value, state):
    """Returns the JSON form of a time, ready for text."""
    if state.text and not isinstance(value, str):
        return text_float(value, "constants", state)
    return value


def _items(values, length, state):
    # At the depth limit, even a leaf is too deep.
    if state.include is None and state.exclude is None and state.depth < DEPTH_LIMIT:
        return [value if type(value) in LEAVES else infer(value, state) for value in values]
    return filtered_items(values, length, infer, state)


def _list(value, state):
    if state.include is None and state.exclude is None and state.depth < DEPTH_LIMIT:
        # Repeated in this function, for deeply nested values.
        return [item if type(item) in LEAVES else infer(item, state) for item in list.__iter__(value)]
    return _items(list.__iter__(value), len(value), state)


def _tuple(value, state):
    items = _items(tuple.__iter__(value), len(value), state)
    return items if state.json else tuple(items)


def _of_set(cls):
    def serialize(value, state):
        include, exclude = state.include, state.exclude
        state.include = state.exclude = None
        items = [infer(item, state) for item in cls.__iter__(value)]
        state.include, state.exclude = include, exclude
        return items if state.json else cls(items)

    return serialize


def _deque(value, state):
    items = _items(value, len(value), state)
    return items if state.json else deque(items, value.maxlen)


def _generator(value, state):
    if state.json:
        return _items(value, None, state)
    return SerializationIterator(value, infer, None, state)


def _pairs(pairs, state):
    result = {}
    include, exclude = state.include, state.exclude
    has_filters = not (include is None and exclude is None)
    for key, value in pairs:
        if has_filters:
            filters = next_filters(key, include, exclude)
            if filters is None:
                continue
            state.include, state.exclude = filters
        if not state.json:
            key = infer(key, state)
        elif type(key) is not str or not key.isascii():
            key = infer_key(key, state)
        if type(value) not in LEAVES or state.depth >= DEPTH_LIMIT:
            value = infer(value, state)
        if state.text:
            put(result, key, value)
        else:
            result[key] = value
    state.include, state.exclude = include, exclude
    return result


def _dict(value, state):
    return _pairs(dict.items(value), state)


def _counter(value, state):
    result = _pairs(dict.items(value), state)
    return result if state.json else Counter(result)


def _ordered_dict(value, state):
    result = _pairs(value.items(), state)
    return result if state.json else OrderedDict(result)


def _serializable(value, state):
    serializer = built_serializer(value)
    if serializer is None:
        raise _unknown_type(value, state)
    return serialize_with(serializer, value, state)


def _dataclass(value, state):
    fields = value.__dataclass_fields__
    pairs = ((name, getattr(value, name)) for name, field in fields.items() if field._field_type is _FIELD)
    return _pairs(pairs, state)


def _enum(value, state):
    return infer(value.value, state) if state.json else value


def _pattern(value, state):
    return str(value.pattern) if state.json else value


def _unknown(value, state):
    if state.fallback is not None:
        return infer(state.fallback(value), state)
    if not state.json:
        return value
    if state.serialize_unknown:
        return _shown_unknown(value)
    raise _unknown_type(value, state)


_WITH_PARTS = {
    kinds.LIST: _list,
    kinds.TUPLE: _tuple,
    kinds.SET: _of_set(set),
    kinds.FROZENSET: _of_set(frozenset),
    kinds.DEQUE: _deque,
    kinds.DICT: _dict,
    kinds.ORDERED_DICT: _ordered_dict,
    kinds.COUNTER: _counter,
    kinds.SERIALIZABLE: _serializable,
    kinds.DATACLASS: _dataclass,
    kinds.ENUM: _enum,
    kinds.GENERATOR: _generator,
    kinds.PATTERN: _pattern,
    kinds.UNKNOWN: _unknown,
}


def lossy_text(value):
    """Returns a string as text that has an encoding: lone surrogates become replacement characters."""
    text = str.__str__(value)
    if text.isascii():
        return text
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def _float_key(key, state):
    if state.config.inf_nan == "null" and key - key != 0.0:
        return "None"
    return str(key)


def _enum_key(key, state):
    return infer_key(key.value, state)


def _hashable_key(key, _state):
    hash(key)
    return str(key)


def _no_key(kind):
    def fail(_key, _state):
        raise TypeError(f"`{kinds.NAMES[kind]}` not valid as object key")

    return fail


def _unknown_key(key, state):
    if state.fallback is not None:
        return infer_key(state.fallback(key), state)
    if state.serialize_unknown:
        return _shown_unknown(key)
    raise PydanticSerializationError(f"Unable to serialize unknown type: {safe_repr(type(key))}")


def _str_key(key, _state):
    if not key.isascii():
        key.encode()
    return str.__str__(key)


_KEYS = {
    kinds.NONE: lambda _key, _state: "None",
    kinds.BOOL: lambda key, _state: "true" if key else "false",
    kinds.STR: _str_key,
    kinds.STR_SUBCLASS: _str_key,
    kinds.FLOAT: _float_key,
    kinds.FLOAT_SUBCLASS: _float_key,
    kinds.BYTES: lambda key, state: bytes_text(key, state.config.bytes),
    kinds.BYTEARRAY: lambda key, state: bytes_text(key, state.config.bytes),
    kinds.DATETIME: lambda key, state: json_key_text(datetime_json(key, state.config.temporal)),
    kinds.DATE: lambda key, state: json_key_text(date_json(key, state.config.temporal)),
    kinds.TIME: lambda key, state: json_key_text(time_json(key, state.config.temporal)),
    kinds.TIMEDELTA: lambda key, state: json_key_text(timedelta_json(key, state.config.timedelta)),
    kinds.UUID_KIND: lambda key, _state: uuid_text(key),
    kinds.COMPLEX: lambda key, _state: complex_text(key),
    kinds.TUPLE: lambda key, state: ",".join([infer_key(item, state) for item in key]),
    kinds.SERIALIZABLE: _hashable_key,
    kinds.DATACLASS: _hashable_key,
    kinds.ENUM: _enum_key,
    kinds.PATTERN: lambda key, _state: str(key.pattern),
    kinds.UNKNOWN: _unknown_key,
} | {kind: _no_key(kind) for kind in kinds.NAMES}


def key_of_kind(kind, key, state):
    """Returns the text of a key of a kind that is known."""
    text = _KEYS.get(kind)
    return str(key) if text is None else text(key, state)


class SerializationIterator:
    """An iterator whose items are serialized as they come."""

    __module__ = "pydantic_core._pydantic_core"

    def __init__(self, iterator, dump, mine, state):
        self._iterator = iterator
        self._dump = dump
        self._mine = mine
        self._state = state.copy()
        self._filters = None
        self.index = 0

    def __iter__(self):
        return self

    def __next__(self):
        state = self._state.copy()
        for value in self._iterator:
            if self._filters is None:
                self._filters = (counted_from_start(state.include, None), counted_from_start(state.exclude, None))
            include, exclude = self._filters
            filters = next_filters(self.index, include, exclude, self._mine, self.index)
            self.index += 1
            if filters is not None:
                state.include, state.exclude = filters
                result = self._dump(value, state)
                state.finish()
                return result
        raise StopIteration

    def __repr__(self):
        return f"SerializationIterator(index={self.index}, iterator={self._iterator!r})"

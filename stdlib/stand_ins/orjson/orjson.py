"""What orjson takes from its compiled part, `orjson.orjson`.

Native code writes the types of JSON; this module knows the others. Native code also reads documents, and what it
refuses, or might take though orjson doesn't, is read again by `_reader`, which knows the error and its place.
"""

import datetime as _datetime
import json as _json
import re as _re
import sys as _sys
from enum import Enum as _Enum

from _json import _decode
from _json import _encode_compact

__all__ = (
    "__version__",
    "dumps",
    "Fragment",
    "JSONDecodeError",
    "JSONEncodeError",
    "loads",
    "OPT_APPEND_NEWLINE",
    "OPT_INDENT_2",
    "OPT_NAIVE_UTC",
    "OPT_NON_STR_KEYS",
    "OPT_OMIT_MICROSECONDS",
    "OPT_PASSTHROUGH_DATACLASS",
    "OPT_PASSTHROUGH_DATETIME",
    "OPT_PASSTHROUGH_SUBCLASS",
    "OPT_SERIALIZE_DATACLASS",
    "OPT_SERIALIZE_NUMPY",
    "OPT_SERIALIZE_UUID",
    "OPT_SORT_KEYS",
    "OPT_STRICT_INTEGER",
    "OPT_UTC_Z",
)

OPT_INDENT_2 = 1
OPT_NAIVE_UTC = 2
OPT_NON_STR_KEYS = 4
OPT_OMIT_MICROSECONDS = 8
OPT_SERIALIZE_NUMPY = 16
OPT_SORT_KEYS = 32
OPT_STRICT_INTEGER = 64
OPT_UTC_Z = 128
OPT_PASSTHROUGH_SUBCLASS = 256
OPT_PASSTHROUGH_DATETIME = 512
OPT_APPEND_NEWLINE = 1024
OPT_PASSTHROUGH_DATACLASS = 2048
OPT_SERIALIZE_DATACLASS = OPT_SERIALIZE_UUID = 0
_ALL_OPTIONS = 4095

JSONEncodeError = TypeError


class JSONDecodeError(_json.JSONDecodeError):
    __module__ = "orjson"


def _version():
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("orjson")
    except PackageNotFoundError:
        return "3.13.0"


__version__ = _version()


class Fragment:
    """A document that is already JSON."""

    __module__ = "orjson"
    __slots__ = ("_contents",)

    def __new__(cls, *contents, **named):
        if len(contents) != 1 or named:
            raise TypeError("orjson.Fragment() takes exactly 1 positional argument")
        self = object.__new__(cls)
        self._contents = contents[0]
        return self


_MISSING = object()


def dumps(obj=_MISSING, default=None, option=None, *rest, **named):
    """Serialize Python objects to JSON."""
    if named:
        raise TypeError("dumps() got an unexpected keyword argument")
    if obj is _MISSING:
        raise TypeError("dumps() missing 1 required positional argument: 'obj'")
    if option is None:
        option = 0
    elif type(option) is not int or not 0 <= option <= _ALL_OPTIONS:
        raise TypeError("Invalid opts")
    failed = None

    def other(value):
        nonlocal failed
        text = _other(value, option)
        if text is not None:
            return text
        if default is None:
            raise TypeError(f"Type is not JSON serializable: {_shown(type(value))}")
        try:
            return default(value), True
        except Exception as error:
            failed = error
            raise TypeError(f"Type is not JSON serializable: {_shown(type(value))}") from error

    written = _encode_compact(obj, option, other, lambda key: _other_key(key, option))
    return written + b"\n" if option & OPT_APPEND_NEWLINE else written


def _shown(cls):
    """A class as the original names it: with its module, unless Python defines it."""
    return f"{cls.__module__}.{cls.__name__}" if cls.__flags__ & _IMMUTABLE and cls.__module__ != "builtins" else cls.__name__


# The flag of classes that are not a program's (Py_TPFLAGS_IMMUTABLETYPE).
_IMMUTABLE = 1 << 8


def _other(value, option):
    """What stands for a value of none of JSON's own types: bytes, or a value and that it is not the program's
    function that gave it. None if nothing does."""
    cls = type(value)
    if cls is _datetime.datetime or cls is _datetime.date or cls is _datetime.time:
        return None if option & OPT_PASSTHROUGH_DATETIME else _moment(value, option).join('""').encode()
    if isinstance(cls, type(_Enum)):
        return value.value, False
    if not option & OPT_PASSTHROUGH_SUBCLASS:
        if isinstance(value, str):
            return str.__str__(value), False
        if isinstance(value, int):
            return int.__int__(value), False
        if isinstance(value, list):
            return list.__getitem__(value, slice(None)), False
        if isinstance(value, dict):
            return dict(dict.items(value)), False
    if _is_uuid(cls):
        return f'"{value}"'.encode()
    if not option & OPT_PASSTHROUGH_DATACLASS and hasattr(cls, "__dataclass_fields__"):
        return _members(value, cls), False
    if cls is Fragment:
        contents = value._contents
        if isinstance(contents, str):
            try:
                return contents.encode()
            except UnicodeEncodeError:
                raise TypeError("str is not valid UTF-8: surrogates not allowed") from None
        if not isinstance(contents, bytes):
            raise TypeError("orjson.Fragment's content is not of type bytes or str")
        return contents
    return None


def _is_uuid(cls):
    uuid = _sys.modules.get("uuid")
    return uuid is not None and cls is uuid.UUID


def _members(value, cls):
    """The attributes of an instance of a dataclass that are not private."""
    own = getattr(value, "__dict__", None)
    if own is not None and "__slots__" not in cls.__dict__:
        return {name: member for name, member in own.items() if not name.startswith("_")}
    names = (
        name
        for name, field in cls.__dataclass_fields__.items()
        if not name.startswith("_") and field._field_type.name == "_FIELD"
    )
    return {name: getattr(value, name) for name in names if hasattr(value, name)}


def _other_key(key, option):
    """The text of a key that is neither a string nor a float, a small int or a singleton."""
    cls = type(key)
    if cls is _datetime.datetime or cls is _datetime.date or cls is _datetime.time:
        return _moment(key, option)
    if isinstance(cls, type(_Enum)):
        key = key.value
        if isinstance(key, str):
            return str.__str__(key)
        if isinstance(key, (int, float)) or key is None:
            return _encode_compact(key, 0, None, None).decode()
        return _other_key(key, option)
    if isinstance(key, str):
        return str.__str__(key)
    if isinstance(key, int):
        number = int.__int__(key)
        if not -(1 << 63) <= number < 1 << 64:
            raise TypeError("Dict integer key must be within 64-bit range")
        return str(number)
    if _is_uuid(cls):
        return str(key)
    raise TypeError("Dict key must a type serializable with OPT_NON_STR_KEYS")


def _moment(value, option):
    """The text of a date, a time or both."""
    cls = type(value)
    if cls is _datetime.date:
        return value.isoformat()
    if cls is _datetime.time and value.tzinfo is not None:
        raise TypeError("datetime.time must not have tzinfo set")
    if option & OPT_OMIT_MICROSECONDS and value.microsecond:
        value = value.replace(microsecond=0)
    if cls is _datetime.time:
        return value.isoformat()
    text = value.replace(tzinfo=None).isoformat()
    if value.tzinfo is None:
        if not option & OPT_NAIVE_UTC:
            return text
        seconds = 0
    else:
        offset = value.utcoffset()
        seconds = 0 if offset is None else offset.days * 86400 + offset.seconds
    if not seconds and option & OPT_UTC_Z:
        return text + "Z"
    minutes = (abs(seconds) + 30) // 60
    return f"{text}{'-' if seconds < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"


def _refuse(text):
    raise ValueError(text)


# What the native reader takes and orjson doesn't, or takes otherwise: lone surrogates, integers beyond 64 bits, and
# numbers that are infinite.
_DOUBTFUL = _re.compile(r"\\u[dD][89a-fA-F]|\d{19}|[eE]\+?\d{3}")
_DEPTH = 1024


def loads(*args, **named):
    """Deserialize JSON to Python objects."""
    if named:
        raise TypeError("orjson.loads() takes no keyword arguments")
    if len(args) != 1:
        raise TypeError(f"orjson.loads() takes exactly one argument ({len(args)} given)")
    [data] = args
    if isinstance(data, str):
        text = data
        if not text.isascii():
            try:
                text.encode()
            except UnicodeEncodeError:
                raise JSONDecodeError(_NOT_TEXT, "", 0) from None
    elif isinstance(data, (bytes, bytearray, memoryview)):
        try:
            text = str(data, "utf-8")
        except UnicodeDecodeError:
            raise JSONDecodeError(_NOT_TEXT, "", 0) from None
    else:
        raise JSONDecodeError("Input must be bytes, bytearray, memoryview, or str", "", 0)
    doubtful = _DOUBTFUL.search(text) is not None
    if not doubtful and text.count("[") + text.count("{") > _DEPTH:
        from ._reader import too_deep

        doubtful = too_deep(text) is not None
    if not doubtful:
        try:
            return _decode(text, 0, True, None, None, None, _refuse, True, None)
        except (ValueError, RecursionError):
            pass
    from ._reader import read

    return read(text, JSONDecodeError)


_NOT_TEXT = "str is not valid UTF-8: surrogates not allowed"

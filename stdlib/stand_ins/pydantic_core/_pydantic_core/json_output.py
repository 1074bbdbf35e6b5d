"""Writing JSON text from values that are ready for it."""

import json
import re
from json.encoder import encode_basestring

from .ser_errors import json_text_error

_NOT_ASCII = re.compile("[^\0-\x7f]")


class RepeatedKey(str):
    """A key that a mapping has already: JSON text shows both."""

    __slots__ = ()
    __hash__ = object.__hash__

    def __eq__(self, other):
        return self is other


def put(mapping, key, value):
    """Adds an entry to a mapping that becomes JSON text, even next to one with the same key."""
    mapping[RepeatedKey(key) if key in mapping else key] = value


def text_float(value, mode, state):
    """Returns a float for JSON text: infinities and NaN as the mode says."""
    if value - value != 0.0:
        if mode == "null":
            return None
        if mode == "strings":
            if value != value:
                return "NaN"
            return "Infinity" if value > 0 else "-Infinity"
    elif -1e-4 < value < 1e-4:
        state.short_floats = True
    return value


def dump_text(node, value, state, indent=None, ensure_ascii=False):
    """Serializes a value to JSON text with a node of a serializer's tree."""
    outer = (state.json, state.text, state.short_floats)
    state.json, state.text, state.short_floats = True, True, False
    failure = None
    try:
        ready = node(value, state)
        text = _encoded(ready, state.short_floats, indent)
    except BaseException as error:
        failure = error
    finally:
        state.json, state.text, state.short_floats = outer
    if failure is not None:
        failure = json_text_error(failure)
        raise failure
    return _NOT_ASCII.sub(_escaped, text) if ensure_ascii else text


def _encoded(ready, has_short_floats, indent):
    if has_short_floats:
        text = _written(ready, None if indent is None else " " * indent, "\n")
    elif indent is None:
        text = _compact(ready)
    else:
        text = json.dumps(ready, ensure_ascii=False, indent=indent)
    if not text.isascii():
        _check_text(text, ready)
    return text


_compact = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


def _check_text(text, ready):
    try:
        text.encode()
    except UnicodeEncodeError:
        for string in _strings(ready):
            string.encode()
        raise


def _strings(ready):
    if isinstance(ready, str):
        yield ready
    elif isinstance(ready, dict):
        for key, value in ready.items():
            yield key
            yield from _strings(value)
    elif isinstance(ready, list):
        for item in ready:
            yield from _strings(item)


def _escaped(match):
    code = ord(match[0])
    if code <= 0xFFFF:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 | code >> 10:04x}\\u{0xDC00 | code & 0x3FF:04x}"


def _float_text(value):
    text = float.__repr__(value)
    if text == "nan":
        return "NaN"
    if text.endswith("inf"):
        return "Infinity" if value > 0 else "-Infinity"
    if "e-0" not in text:
        return text
    mantissa, exponent = text.split("e-0")
    if exponent != "5":
        return f"{mantissa}e-{exponent}"
    sign = "-" if mantissa[0] == "-" else ""
    return f"{sign}0.0000{mantissa.lstrip('-').replace('.', '')}"


def _written(value, indent, line):
    """Returns the text of a value; `line` is the start of a line at its depth if there is an `indent`."""
    if isinstance(value, str):
        return encode_basestring(value)
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, int):
        return int.__repr__(value)
    if isinstance(value, float):
        return _float_text(value)
    if indent is None:
        inner, comma, colon, end = "", ",", ":", ""
    else:
        inner, colon, end = line + indent, ": ", line
        comma = "," + inner
    if isinstance(value, dict):
        if not value:
            return "{}"
        items = [f"{encode_basestring(key)}{colon}{_written(item, indent, inner)}" for key, item in value.items()]
        return "{" + inner + comma.join(items) + end + "}"
    if not value:
        return "[]"
    items = [_written(item, indent, inner) for item in value]
    return "[" + inner + comma.join(items) + end + "]"

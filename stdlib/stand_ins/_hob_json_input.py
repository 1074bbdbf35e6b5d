"""JSON text to Python values, with exact positions in errors and with partial input.

A text is first given to the standard library's decoder. It takes a little more than is allowed here, so what it
takes is looked through for that; whatever it does not take is read again by the parser of this module, which
knows the error and its position, and what of a partial text is complete.
"""

import json
import re

_MAX_DEPTH = 200
_MAX_DIGITS = 4300


class JsonError(ValueError):
    """The text is not JSON. Its only argument is the reason with its line and column."""


def from_json(data, *, allow_inf_nan=True, cache_strings="all", allow_partial=False):
    """The Python value of a JSON text. Raises ValueError for one that is malformed, with the position."""
    if not isinstance(allow_inf_nan, bool):
        shown = "'None'" if allow_inf_nan is None else f"'{type(allow_inf_nan).__name__}' object"
        raise TypeError(f"{shown} is not an instance of 'bool'")
    check_cache_mode(cache_strings)
    mode = partial_mode(allow_partial)
    if isinstance(data, str):
        try:
            data.encode()
        except UnicodeEncodeError:
            raise TypeError("Expected bytes, bytearray or str") from None
    elif not isinstance(data, (bytes, bytearray)):
        raise TypeError("Expected bytes, bytearray or str")
    try:
        return parse_json(data, allow_inf_nan, mode)
    except JsonError as error:
        raise ValueError(str(error)) from None


def partial_mode(value):
    """'off', 'on' or 'trailing-strings' of an `allow_partial` argument. Raises ValueError or TypeError."""
    if isinstance(value, bool):
        return "on" if value else "off"
    message = "Invalid partial mode, should be `'off'`, `'on'`, `'trailing-strings'` or a `bool`"
    if not isinstance(value, str):
        raise TypeError(message)
    if value not in ("off", "on", "trailing-strings"):
        raise ValueError(message)
    return value


def parse_json(data, allow_inf_nan=True, partial="off"):
    """The Python value of a JSON text in a str, bytes or bytearray.

    `partial` is 'off', 'on' or 'trailing-strings'. Raises JsonError. A str must not hold lone surrogates.
    """
    decoder = _DECODER if allow_inf_nan else _FINITE_DECODER
    text = None
    try:
        text = data if isinstance(data, str) else data.decode("utf-8")
        value = decoder.decode(text)
        if not (_takes_too_much(text) or _may_be_too_deep(text) and _too_deep(value)):
            return value
    except (ValueError, RecursionError):
        pass
    raw = data.encode("utf-8") if isinstance(data, str) else bytes(data)
    parser = Parser(raw, allow_inf_nan, partial)
    # If every byte is a character, the decoder can also read the complete containers.
    if text is not None and text.isascii() and not _takes_too_much(text):
        parser.text = text
        parser.scan = decoder.scan_once
    return parser.document()


def check_cache_mode(value):
    message = "Invalid string cache mode, should be `'all'`, '`keys`', `'none`' or a `bool`"
    if not isinstance(value, (bool, str)):
        raise TypeError(message)
    if isinstance(value, str) and value not in ("all", "keys", "none"):
        raise ValueError(message)


def _refuse(name):
    raise ValueError(name)


_DECODER = json.JSONDecoder()
_FINITE_DECODER = json.JSONDecoder(parse_constant=_refuse)

_PAIR = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_DIGITS_TEXT = "0123456789"


def _takes_too_much(text):
    """Whether the standard library's decoder may have taken a text that is not to be, but for its depth."""
    has_surrogate = "\\ud" in text or "\\uD" in text
    # An escaped backslash can hide where an escape begins.
    if has_surrogate and ("\\\\" in text or _SURROGATE.search(_PAIR.sub("", text))):
        return True
    return len(text) > _MAX_DIGITS and _has_long_number(text)


def _may_be_too_deep(text):
    return text.count("[") + text.count("{") > _MAX_DEPTH


def _has_long_number(text):
    """Whether there are more digits in a row than a number may have. One in that many is looked at first."""
    for start in range(0, len(text), _MAX_DIGITS):
        if "0" <= text[start] <= "9":
            before = text[max(0, start - _MAX_DIGITS) : start]
            after = text[start : start + _MAX_DIGITS + 1]
            run = len(before) - len(before.rstrip(_DIGITS_TEXT)) + len(after) - len(after.lstrip(_DIGITS_TEXT))
            if run > _MAX_DIGITS:
                return True
    return False


def _too_deep(value, limit=_MAX_DEPTH):
    """Whether containers are nested too deep in a value, where an empty one is as any other value."""
    level = [value] if type(value) in (dict, list) else []
    for _ in range(limit):
        members = []
        for parent in level:
            members.extend(parent.values() if type(parent) is dict else parent)
        level = [member for member in members if type(member) is dict or type(member) is list]
        if not level:
            return False
    return any(level)


class _Fault(Exception):
    """A fault, and the index of its byte."""


# The faults that end only a container of a partial text, not the whole.
_ENDS = frozenset(
    {
        "EOF while parsing a list",
        "EOF while parsing an object",
        "EOF while parsing a string",
        "EOF while parsing a value",
        "expected `,` or `]`",
        "expected `,` or `}`",
    }
)

_SPACE = re.compile(rb"[ \t\n\r]*")
_PLAIN = re.compile(rb'[^"\\\x00-\x1f]*')
_DIGITS = re.compile(rb"[0-9]*")
_WORDS = {b"t": (b"true", True), b"f": (b"false", False), b"n": (b"null", None)}
_ESCAPES = {b'"': b'"', b"\\": b"\\", b"/": b"/", b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t"}
_HEX = b"0123456789abcdefABCDEF"


class Parser:
    """Reads one JSON document from bytes."""

    def __init__(self, data, allow_inf_nan, partial):
        self.data = data
        self.index = 0
        self.allow_inf_nan = allow_inf_nan
        self.text = None
        self.scan = None
        self.partial = partial != "off"
        self.trailing_strings = partial == "trailing-strings"

    def document(self):
        try:
            value = self.value(self.peek("EOF while parsing a value"), 0)
            if not self.partial and self.skip_space():
                raise _Fault("trailing characters", self.index)
        except _Fault as fault:
            raise JsonError(self.located(*fault.args)) from None
        return value

    def located(self, reason, index):
        """A reason with the line and the column of an index."""
        data = self.data
        end = index + 1
        column_end = min(end, len(data))
        line_start = data.rfind(b"\n", 0, end) + 1
        line = data.count(b"\n", 0, end) + 1
        return f"{reason} at line {line} column {column_end - line_start}"

    def skip_space(self):
        """Skips white space and returns the byte after it, which is empty at the end."""
        match = _SPACE.match(self.data, self.index)
        if match:
            self.index = match.end()
        return self.data[self.index : self.index + 1]

    def peek(self, reason):
        """The next byte; `reason` is the fault if there is none."""
        first = self.skip_space()
        if not first:
            raise _Fault(reason, self.index)
        return first

    def value(self, first, depth):
        if depth > _MAX_DEPTH:
            raise _Fault("recursion limit exceeded", self.index)
        if first == b'"':
            return self.string(self.trailing_strings)
        if self.scan and depth and first in (b"{", b"["):
            try:
                value, end = self.scan(self.text, self.index)
            except (ValueError, RecursionError, StopIteration):
                pass
            else:
                if not _too_deep(value, _MAX_DEPTH - depth):
                    self.index = end
                    return value
        if first == b"{":
            members = {}
            self.container(self.members, members, depth)
            return members
        if first == b"[":
            elements = []
            self.container(self.elements, elements, depth)
            return elements
        if first in _WORDS:
            word, value = _WORDS[first]
            self.word(word)
            return value
        return self.number(first)

    def container(self, read, target, depth):
        """Reads the contents of a container. The truncated part of a partial text is omitted."""
        try:
            read(target, depth)
        except _Fault as fault:
            if not self.partial or fault.args[0] not in _ENDS:
                raise

    def elements(self, elements, depth):
        self.index += 1
        first = self.peek("EOF while parsing a list")
        if first == b"]":
            self.index += 1
            return
        while True:
            elements.append(self.value(first, depth + 1))
            first = self.peek("EOF while parsing a list")
            if first == b"]":
                self.index += 1
                return
            if first != b",":
                raise _Fault("expected `,` or `]`", self.index)
            self.index += 1
            first = self.peek("EOF while parsing a value")
            if first == b"]":
                raise _Fault("trailing comma", self.index)

    def members(self, members, depth):
        self.index += 1
        first = self.peek("EOF while parsing an object")
        if first == b"}":
            self.index += 1
            return
        while True:
            if first != b'"':
                raise _Fault("key must be a string", self.index)
            key = self.string(False)
            if self.peek("EOF while parsing an object") != b":":
                raise _Fault("expected `:`", self.index)
            self.index += 1
            self.check_key(key, members)
            members[key] = self.value(self.peek("EOF while parsing a value"), depth + 1)
            first = self.peek("EOF while parsing an object")
            if first == b"}":
                self.index += 1
                return
            if first != b",":
                raise _Fault("expected `,` or `}`", self.index)
            self.index += 1
            first = self.peek("EOF while parsing a value")
            if first == b"}":
                raise _Fault("trailing comma", self.index)

    def check_key(self, key, members):
        """Is called before the value of each key is read."""

    def real(self, text):
        """The value of the text of a number that is no integer."""
        return float(text)

    def word(self, word):
        """Skips a word, whose first byte is known to be there."""
        for offset in range(1, len(word)):
            byte = self.data[self.index + offset : self.index + offset + 1]
            if not byte:
                raise _Fault("EOF while parsing a value", self.index + offset)
            if byte != word[offset : offset + 1]:
                raise _Fault("expected ident", self.index + offset)
        self.index += len(word)

    def number(self, first):
        data, start = self.data, self.index
        negative = first == b"-"
        index = start + 1 if negative else start
        if negative:
            first = data[index : index + 1]
            if not first:
                raise _Fault("EOF while parsing a value", index)
        if first == b"I" or (first == b"N" and not negative):
            if not self.allow_inf_nan:
                raise _Fault("invalid number" if negative else "expected value", index)
            self.index = index
            self.word(b"Infinity" if first == b"I" else b"NaN")
            return self.real(data[start : self.index])
        if not first.isdigit():
            raise _Fault("invalid number" if negative else "expected value", index)
        end = _DIGITS.match(data, index).end()
        if first == b"0" and end > index + 1:
            raise _Fault("invalid number", index + 1)
        if end - index > _MAX_DIGITS:
            raise _Fault("number out of range", index + _MAX_DIGITS + 1)
        whole_end = end
        if data[end : end + 1] == b".":
            end = self.some_digits(end + 1)
        if data[end : end + 1] in (b"e", b"E"):
            end += 1
            if data[end : end + 1] in (b"+", b"-"):
                end += 1
            end = self.some_digits(end)
        self.index = end
        return int(data[start:end]) if end == whole_end else self.real(data[start:end])

    def some_digits(self, index):
        """The index after the digits at an index, of which there must be at least one."""
        end = _DIGITS.match(self.data, index).end()
        if end == index:
            reason = "invalid number" if index < len(self.data) else "EOF while parsing a value"
            raise _Fault(reason, index)
        return end

    def string(self, partial):
        """Reads a string, whose quote is known to be there. A partial one may lack its closing quote."""
        data = self.data
        start = index = self.index + 1
        pieces = []
        while True:
            end = _PLAIN.match(data, index).end() if index < len(data) else len(data)
            pieces.append(data[index:end])
            byte = data[end : end + 1]
            if byte == b"\\":
                try:
                    piece, index = self.escape(end + 1)
                except _Fault as fault:
                    reason, index = fault.args
                    if not partial or reason != "EOF while parsing a string":
                        raise
                    self.index = index
                    break
                pieces.append(piece)
                continue
            if byte == b'"' or (partial and not byte):
                self.index = end + 1
                break
            if byte:
                raise _Fault("control character (\\u0000-\\u001F) found while parsing a string", end)
            raise _Fault("EOF while parsing a string", end)
        raw = b"".join(pieces)
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError as error:
            if partial and error.reason == "unexpected end of data":
                return raw[: error.start].decode("utf-8")
            raise _Fault("invalid unicode code point", start + error.start) from None

    def escape(self, index):
        """The bytes of the escape after a backslash, and the index after it."""
        letter = self.data[index : index + 1]
        if letter in _ESCAPES:
            return _ESCAPES[letter], index + 1
        if not letter:
            raise _Fault("EOF while parsing a string", index)
        if letter != b"u":
            raise _Fault("invalid escape", index)
        unit, index = self.code_unit(index)
        if 0xDC00 <= unit <= 0xDFFF:
            raise _Fault("lone leading surrogate in hex escape", index)
        if 0xD800 <= unit <= 0xDBFF:
            unit, index = self.second_half(unit, index)
        return chr(unit).encode("utf-8"), index + 1

    def second_half(self, high, index):
        """The code point of a high surrogate, whose last digit is at the index, and of the low one after it."""
        data = self.data
        following = data[index + 1 : index + 3]
        if following != b"\\u":
            if following in (b"", b"\\"):
                raise _Fault("EOF while parsing a string", len(data))
            raise _Fault("unexpected end of hex escape", index + (2 if following[:1] == b"\\" else 1))
        low, index = self.code_unit(index + 2)
        if not 0xDC00 <= low <= 0xDFFF:
            raise _Fault("lone leading surrogate in hex escape", index)
        return ((high - 0xD800) << 10) + (low - 0xDC00) + 0x10000, index

    def code_unit(self, index):
        """The number of the four hex digits after the `u` at the index, and the index of the last of them."""
        digits = self.data[index + 1 : index + 5]
        if len(digits) < 4:
            raise _Fault("EOF while parsing a string", len(self.data))
        for offset, digit in enumerate(digits, 1):
            if digit not in _HEX:
                raise _Fault("invalid escape", index + offset)
        return int(digits, 16), index + 4

"""Reads a JSON document as orjson does, with its errors and their places."""

import re

_DEPTH = 1024
_SPACE = re.compile(r"[ \t\n\r]*")
_PLAIN = re.compile(r'[^"\\\x00-\x1f]*')
_NUMBER = re.compile(r"-?(\d*)(\.\d*)?([eE][+-]?\d*)?")
_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_WORDS = {"t": ("true", True), "f": ("false", False), "n": ("null", None)}
_HEX = re.compile(r"[0-9a-fA-F]{4}")


_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[{]|[\]}]', re.DOTALL)


def too_deep(text):
    """The place where a document is nested too deep; None if it is not."""
    depth = 0
    for match in _BRACKETS.finditer(text):
        if match[0] in "[{":
            depth += 1
            if depth > _DEPTH:
                return match.end()
        elif match[0] in "]}":
            depth -= 1
    return None


class _Fault(Exception):
    """What is wrong, and where."""


def read(text, error):
    """The value of a document. Raises `error` with a message, the document and a position."""
    if not text:
        raise error("Input is a zero-length, empty document", "", 0)
    if text[0] == "\ufeff":
        raise error("UTF-8 byte order mark (BOM) is not supported", text, 0)
    place = too_deep(text)
    if place is not None:
        raise error("depth limit exceeded", text, place)
    reader = _Reader(text)
    try:
        value = reader.value()
        reader.skip_space()
        if reader.at < len(text):
            raise _Fault("unexpected content after document", reader.at)
    except _Fault as fault:
        raise error(fault.args[0], text, fault.args[1]) from None
    except RecursionError:
        raise error("nested too deep to tell what is wrong", text, 0) from None
    return value


class _Reader:
    def __init__(self, text):
        self.text, self.at = text, 0

    def skip_space(self):
        self.at = _SPACE.match(self.text, self.at).end()

    def peek(self):
        """The next character that is no space."""
        self.skip_space()
        if self.at >= len(self.text):
            raise _Fault("unexpected end of data", self.at)
        return self.text[self.at]

    def value(self):
        first = self.peek()
        if first == '"':
            return self.string()
        if first == "[":
            return self.array()
        if first == "{":
            return self.object()
        if first in _WORDS:
            word, value = _WORDS[first]
            given = self.text[self.at : self.at + len(word)]
            if given != word:
                if word.startswith(given):
                    raise _Fault("unexpected end of data", len(self.text))
                raise _Fault(f"invalid literal, expected '{word}'", self.at)
            self.at += len(word)
            return value
        if first == "-" or "0" <= first <= "9":
            return self.number()
        raise _Fault("unexpected character, expected a JSON value", self.at)

    def array(self):
        items = []
        self.at += 1
        if self.peek() == "]":
            self.at += 1
            return items
        while True:
            items.append(self.value())
            if not self.goes_on("]"):
                return items

    def object(self):
        members = {}
        self.at += 1
        if self.peek() == "}":
            self.at += 1
            return members
        while True:
            if self.peek() != '"':
                raise _Fault("unexpected character, expected a string key", self.at)
            key = self.string()
            if self.peek() != ":":
                raise _Fault("unexpected character, expected ':' after key", self.at)
            self.at += 1
            members[key] = self.value()
            if not self.goes_on("}"):
                return members

    def goes_on(self, end):
        """Whether a comma follows, and not the end of the container."""
        found = self.peek()
        place = self.at
        if found == end:
            self.at += 1
            return False
        if found != ",":
            raise _Fault(f"unexpected character, expected ',' or '{end}'", place)
        self.at += 1
        if self.peek() == end:
            raise _Fault("trailing comma is not allowed", place)
        return True

    def number(self):
        text, start = self.text, self.at
        match = _NUMBER.match(text, start)
        digits, fraction, exponent = match.groups()
        end = match.end()
        if not digits:
            if start + 1 >= len(text):
                raise _Fault("unexpected end of data", start + 1)
            raise _Fault("no digit after minus sign", start)
        if digits[0] == "0" and len(digits) > 1:
            raise _Fault("number with leading zero is not allowed", start)
        for part in (fraction, exponent):
            if part is not None and not part[-1].isdigit():
                if end >= len(text):
                    raise _Fault("unexpected end of data", end)
                what = "decimal point" if part is fraction else "exponent sign"
                raise _Fault(f"no digit after {what}", end)
        self.at = end
        if fraction is None and exponent is None:
            number = int(match[0]) if len(digits) <= 20 else 1 << 64
            if -(1 << 63) <= number < 1 << 64:
                return number
        number = float(match[0])
        if number in (float("inf"), float("-inf")):
            raise _Fault("number is infinity when parsed as double", start)
        return number

    def string(self):
        text = self.text
        at = self.at + 1
        parts = []
        while True:
            end = _PLAIN.match(text, at).end()
            parts.append(text[at:end])
            if end >= len(text):
                raise _Fault("unexpected end of data", end)
            if text[end] == '"':
                self.at = end + 1
                return "".join(parts)
            if text[end] != "\\":
                raise _Fault("unexpected control character in string", end)
            part, at = self.escape(end)
            parts.append(part)

    def escape(self, start):
        """The character of an escape, and the place behind it."""
        text = self.text
        letter = text[start + 1 : start + 2]
        if letter in _ESCAPES:
            return _ESCAPES[letter], start + 2
        unit = self.unit(start)
        if 0xDC00 <= unit < 0xE000:
            raise _Fault("invalid high surrogate in string", start)
        if 0xD800 <= unit < 0xDC00:
            if text[start + 6 : start + 8] != "\\u":
                raise _Fault("no low surrogate in string", start)
            low = self.unit(start + 6)
            if not 0xDC00 <= low < 0xE000:
                raise _Fault("invalid low surrogate in string", start)
            return chr(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)), start + 12
        return chr(unit), start + 6

    def unit(self, start):
        match = _HEX.match(self.text, start + 2) if self.text[start + 1 : start + 2] == "u" else None
        if match is None:
            raise _Fault("invalid escaped sequence in string", start)
        return int(match[0], 16)

"""Validators of text and bytes."""

import re
from decimal import Decimal
from functools import lru_cache

from .base import LAX, STRICT, Validator, builder, is_strict, setting
from .errors import SchemaError, invalid
from .scalars import enum_value


def checked_text(text, value):
    """Returns a text if it is one that UTF-8 can hold."""
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise invalid("string_unicode", value) from None
    return text


def as_str(value, strict, coerce, state):
    """Returns a value as text."""
    kind = type(value)
    if kind is str:
        if state.mode == "string":
            state.floor(STRICT)
        return value
    if isinstance(value, str):
        state.floor(STRICT)
        return checked_text(str.__str__(value), value)
    if strict:
        raise invalid("string_type", value)
    if isinstance(value, (bytes, bytearray)):
        try:
            text = value.decode()
        except UnicodeDecodeError:
            raise invalid("string_unicode", value) from None
    elif coerce and kind is not bool and isinstance(value, (int, float, Decimal)):
        text = str(value)
        if state.mode == "json" and kind is float and text.endswith(".0"):
            text = text[:-2]
    else:
        member = enum_value(value)
        if member is None:
            raise invalid("string_type", value)
        text = str(member)
    state.floor(LAX)
    return text


@lru_cache(256)
def compiled(pattern, engine):
    """Compiles a pattern. The default engine's `$` is the end of the text, not the place before a last newline."""
    if engine == "rust-regex":
        if re.search(r"(?<!\\)(?:\\\\)*\\[1-9]", pattern):
            raise SchemaError(f"regex parse error:\n    {pattern}\nerror: backreferences are not supported")
        for looked in ("(?=", "(?!", "(?<=", "(?<!"):
            if looked in re.sub(r"\\.", "", pattern):
                raise SchemaError(
                    "regex parse error:\n    "
                    + pattern
                    + "\n    "
                    + " " * pattern.index(looked)
                    + "^" * len(looked)
                    + "\nerror: look-around, including look-ahead and look-behind, is not supported"
                )
        text = _end_only(pattern)
    elif engine == "python-re":
        text = pattern
    else:
        raise SchemaError(f"Invalid regex engine: {engine}")
    try:
        return re.compile(text)
    except re.error as error:
        if engine == "python-re":
            raise
        raise SchemaError(f"regex parse error:\n    {pattern}\nerror: {error}") from None


def _end_only(pattern):
    """Returns a pattern for `re` whose `$`, `\\z` and `(?<name>` mean what they mean to the crate regex."""
    out, in_class, at = [], False, 0
    while at < len(pattern):
        char = pattern[at]
        if char == "\\" and at + 1 < len(pattern):
            out.append(r"\Z" if pattern[at + 1] == "z" else pattern[at : at + 2])
            at += 2
            continue
        if char == "[" and not in_class:
            in_class = True
        elif char == "]" and in_class:
            in_class = False
        elif char == "$" and not in_class and "(?m" not in pattern:
            char = r"\Z"
        elif pattern.startswith("(?<", at) and pattern[at + 3 : at + 4] not in ("=", "!", ""):
            char = "(?P<"
            at += 2
        out.append(char)
        at += 1
    return "".join(out)


class StrValidator(Validator):
    """Accepts text and its representations."""

    name = "str"

    def __init__(self, strict, coerce):
        self.strict = strict
        self.coerce = coerce

    def validate(self, value, state):
        if type(value) is str and state.mode != "string":
            return value
        return as_str(value, self.strict if state.strict is None else state.strict, self.coerce, state)


# The white space of Rust's `str::trim`: Python's `str.strip` also removes four control characters.
_SPACE = (
    "\t\n\x0b\x0c\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)


class ConstrainedStrValidator(Validator):
    """Takes text of some length and form."""

    name = "constrained-str"

    def __init__(self, schema, config):
        self.strict = is_strict(schema, config)
        self.coerce = setting(schema, config, "coerce_numbers_to_str", False)
        self.min_length = setting(schema, config, "min_length", None, "str_min_length")
        self.max_length = setting(schema, config, "max_length", None, "str_max_length")
        self.strip = setting(schema, config, "strip_whitespace", False, "str_strip_whitespace")
        self.lower = setting(schema, config, "to_lower", False, "str_to_lower")
        self.upper = setting(schema, config, "to_upper", False, "str_to_upper")
        self.ascii_only = setting(schema, config, "ascii_only", False)
        self.pattern = self.search = None
        pattern = schema.get("pattern")
        if isinstance(pattern, str):
            self.pattern = pattern
            self.search = compiled(pattern, setting(schema, config, "regex_engine", "rust-regex")).search
        elif isinstance(pattern, re.Pattern):
            self.pattern = pattern.pattern
            self.search = pattern.search
        elif pattern is not None:
            raise SchemaError(f"Invalid pattern, must be str or re.Pattern: {pattern}")

    def has_constraints(self):
        """Whether anything is asked of the text."""
        return bool(
            self.search
            or self.max_length is not None
            or self.min_length is not None
            or self.strip
            or self.lower
            or self.upper
            or self.ascii_only
        )

    def validate(self, value, state):
        text = as_str(value, self.strict if state.strict is None else state.strict, self.coerce, state)
        checked_text(text, value)
        if self.strip:
            text = text.strip(_SPACE)
        if self.ascii_only and not text.isascii():
            raise invalid("string_not_ascii", value)
        if self.min_length is not None and len(text) < self.min_length:
            raise invalid("string_too_short", value, min_length=self.min_length)
        if self.max_length is not None and len(text) > self.max_length:
            raise invalid("string_too_long", value, max_length=self.max_length)
        if self.search is not None and self.search(text) is None:
            raise invalid("string_pattern_mismatch", value, pattern=self.pattern)
        if self.lower:
            return text.lower()
        if self.upper:
            return text.upper()
        return text


def decoded(text, mode, value):
    """Returns the bytes that a text means, as UTF-8, Base64 or hexadecimal digits."""
    if mode == "utf8":
        return checked_text(text, value).encode()
    if mode == "hex":
        try:
            if len(text) % 2:
                raise ValueError("Odd number of digits")
            for place, char in enumerate(text):
                if char not in "0123456789abcdefABCDEF":
                    raise ValueError(f"Invalid character {char!r} at position {place}")
            return bytes.fromhex(text)
        except ValueError as error:
            raise invalid("bytes_invalid_encoding", value, encoding="hex", encoding_error=str(error)) from None
    import base64

    plain = text.replace("-", "+").replace("_", "/")
    at = next((i for i, c in enumerate(plain) if not (c.isascii() and (c.isalnum() or c in "+/"))), None)
    rest = "" if at is None else plain[at:]
    if at is not None and rest.strip("="):
        found = next(i for i in range(at, len(plain)) if plain[i] != "=" or plain[i] not in "=")
        message = f"Invalid symbol {ord(text[found])}, offset {found}."
        raise invalid("bytes_invalid_encoding", value, encoding="base64", encoding_error=message)
    body = plain.rstrip("=")
    if len(body) % 4 == 1:
        raise invalid(
            "bytes_invalid_encoding", value, encoding="base64", encoding_error=f"Invalid input length: {len(body)}"
        )
    return base64.b64decode(body + "=" * (-len(body) % 4))


class BytesValidator(Validator):
    """Accepts bytes and their representations, within length limits."""

    def __init__(self, schema, config, definitions):
        self.strict = is_strict(schema, config)
        self.min_length = schema.get("min_length")
        self.max_length = schema.get("max_length")
        self.encoding = (config or {}).get("val_json_bytes") or "utf8"
        if self.encoding not in ("utf8", "base64", "hex"):
            raise SchemaError(
                f"Invalid BytesMode serialization mode: `{self.encoding}`, expected `utf8`, `base64` or `hex`"
            )
        is_plain = self.min_length is None and self.max_length is None
        self.name = "bytes" if is_plain else "constrained-bytes"

    def validate(self, value, state):
        data = self._bytes(value, state)
        if self.min_length is not None and len(data) < self.min_length:
            raise invalid("bytes_too_short", value, min_length=self.min_length)
        if self.max_length is not None and len(data) > self.max_length:
            raise invalid("bytes_too_long", value, max_length=self.max_length)
        return data

    def _bytes(self, value, state):
        if isinstance(value, bytes):
            if type(value) is not bytes:
                state.floor(STRICT)
            return value
        strict = self.strict if state.strict is None else state.strict
        if isinstance(value, str) and (state.mode != "python" or not strict):
            if state.mode == "python":
                state.floor(LAX)
            return decoded(str.__str__(value), self.encoding, value)
        if isinstance(value, bytearray) and not strict:
            state.floor(LAX)
            return bytes(value)
        raise invalid("bytes_type", value)


@builder("str")
def _str(schema, config, definitions):
    made = ConstrainedStrValidator(schema, config)
    return made if made.has_constraints() else StrValidator(made.strict, made.coerce)


builder("bytes")(BytesValidator)

"""Reads texts as numbers and booleans, where numbers may be written loosely."""

import re

# The characters that count as white space around a number. By default `str.strip` removes more.
_SPACE = (
    "\t\n\x0b\x0c\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
_MAX_DIGITS = 4300
_INT = re.compile(r"-?(?:0|[1-9][0-9]*)")
_TOO_LONG_INT = re.compile(f"-?[1-9][0-9]{{{_MAX_DIGITS}}}")
_FLOAT = re.compile(
    r"[-+]?(?:inf|infinity|nan|(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:e[-+]?[0-9]+)?)", re.IGNORECASE | re.ASCII
)

_TRUE = frozenset({"1", "t", "y", "on", "yes", "true"})
_FALSE = frozenset({"0", "f", "n", "off", "no", "false"})


def parse_bool(text):
    """The boolean that a text means, or None."""
    word = text.lower()
    if word in _TRUE:
        return True
    return False if word in _FALSE else None


def parse_int(text):
    """The int in a text, None if there is none, or the class OverflowError if it has too many digits.

    There may be white space around it, a plus sign, zeros ahead, underscores between digits, and a decimal point
    with nothing but zeros behind it.
    """
    if _INT.fullmatch(text):
        return int(text) if len(text.lstrip("-")) <= _MAX_DIGITS else OverflowError
    if _TOO_LONG_INT.match(text):
        return OverflowError
    plain = _plain_int(text)
    if plain is None or not _INT.fullmatch(plain) or len(plain.lstrip("-")) > _MAX_DIGITS:
        return None
    return int(plain)


def parse_float(text):
    """The float that a text means, or None. There may be white space around it, or underscores inside."""
    trimmed = text.strip(_SPACE)
    if _FLOAT.fullmatch(trimmed):
        return float(trimmed)
    plain = _without_underscores(text)
    if plain is not None and _FLOAT.fullmatch(plain):
        return float(plain)
    return None


def _without_underscores(text):
    """The text without its underscores, or None if it has none, or one where none may be."""
    if "_" not in text or "__" in text or text[0] == "_" or text[-1] == "_":
        return None
    return text.replace("_", "")


def _plain_int(text):
    """The text of a loosely written int as JSON would have it, as far as it is one; None if it surely is not."""
    text = text.strip(_SPACE)
    if text.startswith("+"):
        text = text[1:]
        if text.startswith("-"):
            return None
    sign = ""
    if text.startswith("-"):
        sign = "-"
        text = text[1:]
        if text.startswith(("-", "+")):
            return None
    text = _without_leading_zeros(text)
    if text is None:
        return None
    whole, point, fraction = text.partition(".")
    if point and fraction and not fraction.strip("0"):
        text = whole
    plain = _without_underscores(text)
    return sign + (text if plain is None else plain)


def _without_leading_zeros(text):
    """The text without zeros ahead and the underscores among them, but with one zero if nothing else is left."""
    if not text.startswith("0"):
        return text if "1" <= text[:1] <= "9" else None
    rest = text.lstrip("0_")
    if not rest:
        return text[-1]
    if "1" <= rest[0] <= "9" or rest[0] == "-":
        return rest
    if rest[0] == ".":
        return text[len(text) - len(rest) - 1 :]
    return None

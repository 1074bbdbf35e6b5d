"""Domain names in ASCII: the processing of UTS 46 as required for URLs, and Punycode (RFC 3492)."""

import unicodedata
from functools import lru_cache

from .idna_data import MAPPED, is_disallowed, joining_type


class IdnaError(ValueError):
    """The domain name is not valid."""


# The ASCII characters not allowed in a domain name, apart from capitals, which become lower case.
_DENIED = frozenset("%#/:<>?@[\\]^|\x7f") | frozenset(map(chr, range(33)))
_MAX_ENCODED = 2000
_MAX_DECODED = 1000


def domain_to_ascii(name):
    """The ASCII form of a domain name in bytes. Raises IdnaError."""
    if name.isascii():
        text = name.decode("ascii").lower()
        if not _DENIED.isdisjoint(text):
            raise IdnaError
        if "xn--" not in text:
            return text
        labels = [(label, _from_punycode(label)) for label in text.split(".")]
    else:
        try:
            text = name.decode("utf-8")
        except UnicodeDecodeError:
            raise IdnaError from None
        labels = [(None, _from_punycode(label)) for label in _mapped(text).split(".")]
        labels = [(label if label.isascii() else _to_punycode(label), label) for _, label in labels]
    if any(unicodedata.bidirectional(c) in ("R", "AL", "AN") for _, label in labels for c in label):
        for _, label in labels:
            _check_direction(label)
    return ".".join(ascii_label for ascii_label, _ in labels)


def _mapped(text):
    """The text with each character mapped, in normal form C. Raises IdnaError for one that is not allowed."""
    text = unicodedata.normalize("NFC", "".join(map(_map_character, text)))
    if not _DENIED.isdisjoint(text):
        raise IdnaError
    return text


@lru_cache(1024)
def _map_character(c):
    """The mapping of a character in a domain name: itself, others, or nothing. Raises IdnaError."""
    if c < "\x80":
        return c.lower()
    found = MAPPED.get(c)
    if found is not None:
        return found
    if is_disallowed(c):
        raise IdnaError
    normal = unicodedata.normalize("NFKC", c)
    if "." in normal or "\u3002" in normal:
        raise IdnaError
    folded = unicodedata.normalize("NFKC", normal.casefold())
    if any(part not in MAPPED and part >= "\x80" and is_disallowed(part) for part in folded):
        raise IdnaError
    return "".join(MAPPED.get(part, part) for part in folded)


def _from_punycode(label):
    """The label itself, or the label that it encodes. Raises IdnaError when that is not valid."""
    if label.startswith("xn--"):
        if not label.isascii() or label.endswith("-") or len(label) - 4 > _MAX_ENCODED:
            raise IdnaError
        label = punycode_decode(label[4:])
        if label is None:
            raise IdnaError
        if "." in label or _mapped(label) != label:
            raise IdnaError
    elif label.isascii():
        return label
    if label and unicodedata.category(label[0])[0] == "M":
        raise IdnaError
    _check_joiners(label)
    if len(label) > _MAX_DECODED:
        raise IdnaError
    return label


def _check_joiners(label):
    """Raises IdnaError for a joiner where none may be."""
    for index, c in enumerate(label):
        if c not in "\u200c\u200d":
            continue
        if index == 0:
            raise IdnaError
        if unicodedata.combining(label[index - 1]) == 9:
            continue
        if c == "\u200d" or not _joins(reversed(label[:index]), "LD") or not _joins(label[index + 1 :], "RD"):
            raise IdnaError


def _joins(characters, wanted):
    """Whether the first character that is not transparent joins in a wanted way."""
    for c in characters:
        joining = joining_type(c)
        if joining != "T":
            return joining in wanted
    return False


_NEUTRAL = ("EN", "ES", "CS", "ET", "ON", "BN", "NSM")


def _check_direction(label):
    """Raises IdnaError for a label that mixes directions, in a name that has one from right to left."""
    if not label:
        return
    classes = [unicodedata.bidirectional(c) for c in label]
    first, *rest = classes
    if first not in ("L", "R", "AL"):
        raise IdnaError
    while rest and rest[-1] == "NSM":
        rest.pop()
    if not rest:
        return
    if first == "L":
        allowed, last = ("L", *_NEUTRAL), ("L", "EN")
    else:
        allowed, last = ("R", "AL", "AN", *_NEUTRAL), ("R", "AL", "EN", "AN")
    if rest[-1] not in last or any(c not in allowed for c in rest):
        raise IdnaError
    if first != "L" and "EN" in rest and "AN" in rest:
        raise IdnaError


_BASE, _T_MIN, _T_MAX, _SKEW, _DAMP = 36, 1, 26, 38, 700
_DIGITS = "abcdefghijklmnopqrstuvwxyz0123456789"
_VALUES = {digit: value for value, digit in enumerate(_DIGITS)} | {
    digit.upper(): value for value, digit in enumerate(_DIGITS[:26])
}
_U32 = 2**32 - 1


def _adapted(delta, points, first):
    delta //= _DAMP if first else 2
    delta += delta // points
    k = 0
    while delta > (_BASE - _T_MIN) * _T_MAX // 2:
        delta //= _BASE - _T_MIN
        k += _BASE
    return k + (_BASE - _T_MIN + 1) * delta // (delta + _SKEW)


def _threshold(k, bias):
    return max(_T_MIN, min(_T_MAX, k - bias))


def punycode_decode(text):
    """The text encoded by a Punycode text without its prefix; None if it is invalid."""
    basic, delimiter, extended = text.rpartition("-")
    if delimiter and not basic:
        return None
    output = list(basic)
    if not all(map(str.isascii, output)):
        return None
    code, bias, i, index = 128, 72, 0, 0
    while index < len(extended):
        before, weight, k = i, 1, _BASE
        while True:
            digit = _VALUES.get(extended[index]) if index < len(extended) else None
            if digit is None:
                return None
            index += 1
            i += digit * weight
            threshold = _threshold(k, bias)
            if i > _U32:
                return None
            if digit < threshold:
                break
            weight *= _BASE - threshold
            if weight > _U32:
                return None
            k += _BASE
        points = len(output) + 1
        bias = _adapted(i - before, points, before == 0)
        steps, i = divmod(i, points)
        code += steps
        if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            return None
        output.insert(i, chr(code))
        i += 1
    return "".join(output)


def _to_punycode(label):
    """The label in Punycode, with its prefix."""
    output = [c for c in label if c.isascii()]
    basic = handled = len(output)
    if basic:
        output.append("-")
    code, delta, bias = 128, 0, 72
    codes = [ord(c) for c in label]
    while handled < len(codes):
        following = min(c for c in codes if c >= code)
        delta += (following - code) * (handled + 1)
        code = following
        for c in codes:
            if c < code:
                delta += 1
            if c != code:
                continue
            rest, k = delta, _BASE
            while True:
                threshold = _threshold(k, bias)
                if rest < threshold:
                    break
                rest, digit = divmod(rest - threshold, _BASE - threshold)
                output.append(_DIGITS[threshold + digit])
                k += _BASE
            output.append(_DIGITS[rest])
            bias = _adapted(delta, handled + 1, handled == basic)
            delta = 0
            handled += 1
        delta += 1
        code += 1
    return "xn--" + "".join(output)

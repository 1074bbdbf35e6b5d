"""The URL parser of the WHATWG, for absolute URLs.

`parse` gives a `ParsedUrl`, the parts of a URL in their serialized form. An invalid URL raises `UrlError`; one
that is valid but not written properly is reported to a callback.
"""

import re

from .idna import IdnaError, domain_to_ascii


class UrlError(ValueError):
    """The text is not a URL, for a reason of a kind: url_parsing, url_syntax_violation or url_too_long."""

    def __init__(self, kind, message):
        super().__init__(kind, message)
        self.kind = kind
        self.message = message


DEFAULT_PORTS = {"http": 80, "ws": 80, "https": 443, "wss": 443, "ftp": 21}
SPECIAL_SCHEMES = frozenset({*DEFAULT_PORTS, "file"})

_SPACE = "".join(map(chr, range(33)))
_TABS = re.compile("[\t\n\r]")
_SCHEME = re.compile("([A-Za-z][A-Za-z0-9+.-]*):")
_DRIVE = re.compile("[A-Za-z][:|]")
_DRIVE_AHEAD = re.compile(r"[A-Za-z][:|](?:$|[/\\?#])")

# The characters allowed in a URL, besides a percent sign followed by two hex digits.
_PLANES = "".join(f"{chr(p << 16)}-{chr((p << 16) + 0xFFFD)}" for p in (*range(1, 14), 15, 16))
_VIOLATION = re.compile(
    r"%(?![0-9A-Fa-f]{2})"
    r"|[^%a-zA-Z0-9!$&'()*+,./:;=?@_~\u00a0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd"
    + _PLANES
    + "\U000e1000-\U000efffd"
    + "-]"
)


def _encoder(characters):
    """A function that percent-encodes some ASCII characters, controls, and all that is not ASCII."""
    pattern = re.compile(f"[\x00-\x1f\x7f-\U0010ffff{re.escape(characters)}]")

    def encode_one(match):
        return "".join(map("%{:02X}".format, match[0].encode("utf-8")))

    def encode(text):
        return pattern.sub(encode_one, text)

    return encode


_encode_controls = _encoder("")
_encode_fragment = _encoder(' "<>`')
_encode_path = _encoder(' "<>`#?{}')
_encode_userinfo = _encoder(' "<>`#?{}/:;=@[\\]^|')
_encode_query = _encoder(' "#<>')
_encode_special_query = _encoder(" \"#<>'")


class ParsedUrl:
    """The parts of a URL, serialized. The host is None where there is none, or an empty one."""

    __slots__ = (
        "scheme",
        "has_authority",
        "username",
        "password",
        "host",
        "is_domain",
        "port",
        "path_prefix",
        "path",
        "query",
        "fragment",
    )

    def __init__(self, scheme):
        self.scheme = scheme
        self.has_authority = False
        self.username = ""
        self.password = None
        self.host = None
        self.is_domain = False
        self.port = None
        # Keeps a path that starts with an empty segment from being read as a host.
        self.path_prefix = ""
        self.path = ""
        self.query = None
        self.fragment = None

    def copy(self):
        """Another URL of the same parts."""
        other = ParsedUrl(self.scheme)
        for part in self.__slots__:
            setattr(other, part, getattr(self, part))
        return other

    @property
    def is_special(self):
        """Whether the scheme is one that the standard knows."""
        return self.scheme in SPECIAL_SCHEMES

    @property
    def is_opaque(self):
        """Whether the URL has neither an authority nor a path of segments."""
        return not self.has_authority and not self.path.startswith("/")

    @property
    def known_port(self):
        """The port, or the scheme's default one, or None."""
        return DEFAULT_PORTS.get(self.scheme) if self.port is None else self.port

    def text(self, path=None):
        """The whole URL; `path` may replace its path."""
        pieces = [self.scheme, ":"]
        if self.has_authority:
            pieces.append("//")
            if self.username or self.password is not None:
                pieces.append(self.username)
                if self.password is not None:
                    pieces += (":", self.password)
                pieces.append("@")
            if self.host is not None:
                pieces.append(self.host)
            if self.port is not None:
                pieces += (":", str(self.port))
        pieces += (self.path_prefix, self.path if path is None else path)
        if self.query is not None:
            pieces += ("?", self.query)
        if self.fragment is not None:
            pieces += ("#", self.fragment)
        return "".join(pieces)

    def set_host(self, text):
        """Sets the host from a text. Raises UrlError."""
        if self.is_opaque:
            raise _error("a cannot-be-a-base URL doesn’t have a host to set")
        if not text and self.scheme in DEFAULT_PORTS:
            raise _error("empty host")
        if not (text.startswith("[") and text.endswith("]")):
            if text.startswith(":"):
                raise _error("invalid domain character")
            text = text.partition(":")[0]
        host, self.is_domain = parse_host(text, self.is_special)
        self.host = host or None
        self.has_authority = True

    def set_port(self, port):
        """Sets the port. Raises UrlError when there is no host to have one."""
        if self.host is None or self.scheme == "file":
            raise _error("empty host")
        if port != DEFAULT_PORTS.get(self.scheme):
            self.port = port
            self.path_prefix = ""

    def set_path(self, text):
        """Sets the path from a text, whose question marks and hashes are part of it."""
        text = _TABS.sub("", text)
        if self.is_opaque:
            prefix = ""
            if text.startswith("/"):
                prefix, text = "%2F", text[1:]
            self.path = prefix + _encode_controls(text)
        elif self.is_special:
            if text[:1] in ("/", "\\"):
                text = text[1:]
            self.path = _Path("/", self.scheme, False, None).read(text, 0, len(text))
        elif text[:1] in ("?", "#"):
            self.path = ""
        else:
            start = "/" if text and text[0] != "/" else ""
            self.path = _Path(start, self.scheme, False, None).read(text, 0, len(text))


def _error(message):
    return UrlError("url_parsing", message)


# A URL written exactly as it is serialized, except that an empty path becomes a slash.
_PLAIN_TEXT = "[a-zA-Z0-9!$&()*+,./:;=@_~-]*"
_PLAIN_TEXT += f"(?:%(?!2[eE])[0-9A-Fa-f]{{2}}{_PLAIN_TEXT})*"
_PLAIN = re.compile(
    r"(https?|wss?|ftp)://((?:[a-z0-9_-]+\.)*[a-z][a-z0-9-]*)(?::([1-9][0-9]{0,3}))?"
    rf"(/{_PLAIN_TEXT})?(?:\?({_PLAIN_TEXT}))?(?:#({_PLAIN_TEXT}))?"
)


def _parse_plain(text):
    """The `ParsedUrl` of a text, or None if the text needs changes."""
    match = _PLAIN.fullmatch(text)
    if not match:
        return None
    scheme, host, port, path, query, fragment = match.groups()
    if "xn--" in host or (path and "/." in path):
        return None
    url = ParsedUrl(scheme)
    url.has_authority = url.is_domain = True
    url.host = host
    if port is not None and int(port) != DEFAULT_PORTS[scheme]:
        url.port = int(port)
    url.path = path or "/"
    url.query = query
    url.fragment = fragment
    return url


def parse(text, violation=None):
    """The `ParsedUrl` of a text. Calls `violation` with each syntax violation. Raises UrlError."""
    plain = _parse_plain(text)
    if plain is not None:
        return plain
    trimmed = text.strip(_SPACE)
    if violation and len(trimmed) < len(text):
        violation("leading or trailing control or space character are ignored in URLs")
    if "\t" in trimmed or "\n" in trimmed or "\r" in trimmed:
        if violation:
            violation("tabs or newlines are ignored in URLs")
        trimmed = _TABS.sub("", trimmed)
    match = _SCHEME.match(trimmed)
    if not match:
        raise _error("relative URL without a base")
    return _Parser(trimmed, match[1].lower(), violation).parse(match.end())


class _Parser:
    """Reads one URL from a text without tabs and newlines, of which only the scheme is read yet."""

    def __init__(self, text, scheme, violation):
        self.input = text
        self.url = ParsedUrl(scheme)
        self.violation = violation
        self.is_special = self.url.is_special

    def parse(self, position):
        url, text = self.url, self.input
        if url.scheme == "file":
            position = self.file(position)
        elif self.is_special:
            end = position
            while text[end : end + 1] in ("/", "\\"):
                end += 1
            if self.violation and text[position:end] != "//":
                self.violation("expected //")
            position = self.path_behind_host(self.authority(end))
        elif text.startswith("//", position):
            position = self.path_behind_host(self.authority(position + 2))
        elif text.startswith("/", position):
            position = self.path("/", position + 1)
        else:
            end = self.end_of_path(position)
            self.check(position, end)
            url.path = _encode_controls(text[position:end])
            position = end
        if not url.has_authority and url.path.startswith("//"):
            url.path_prefix = "/."
        self.query_and_fragment(position)
        return url

    def check(self, start, end):
        """Reports the characters of a part that are not allowed in a URL."""
        if self.violation:
            _check(self.input, start, end, self.violation)

    def end_of_path(self, position):
        """Where the path that begins at a position ends."""
        text = self.input
        ends = [end for end in (text.find("?", position), text.find("#", position)) if end >= 0]
        return min(ends) if ends else len(text)

    def authority(self, position):
        """Reads the user, the host and the port at a position. Returns the position after them."""
        text, url = self.input, self.url
        url.has_authority = True
        match = (_SPECIAL_AUTHORITY if self.is_special else _AUTHORITY).match(text, position)
        end = match.end()
        at = text.rfind("@", position, end)
        if at >= 0:
            if self.violation:
                for _ in range(text.count("@", position, at)):
                    self.violation("unencoded @ sign in username or password")
            self.userinfo(position, at)
            if at == position and at + 1 == end < len(text):
                raise _error("empty host")
            position = at + 1
        return self.host_and_port(position, end)

    def userinfo(self, start, end):
        text, url = self.input, self.url
        colon = text.find(":", start, end)
        if colon < 0:
            colon = end
        self.check(start, colon)
        self.check(colon + 1, end)
        url.username = _encode_userinfo(text[start:colon])
        if colon + 1 < end:
            url.password = _encode_userinfo(text[colon + 1 : end])

    def host_and_port(self, position, end):
        text, url = self.input, self.url
        colon = position
        in_brackets = False
        while colon < end:
            c = text[colon]
            if c == ":" and not in_brackets:
                break
            if c == "[":
                in_brackets = True
            elif c == "]":
                in_brackets = False
            colon += 1
        host = text[position:colon]
        if self.is_special and not host:
            raise _error("empty host")
        url.host, url.is_domain = parse_host(host, self.is_special)
        if not host:
            url.host = None
            if colon < end or url.username or url.password is not None:
                raise _error("empty host")
        if colon < end:
            port_end = text.find("\\", colon, end)
            if port_end >= 0:
                end = port_end
            url.port = _port(text[colon + 1 : end], url.scheme)
        return end

    def path_behind_host(self, position):
        """Reads the path after a host. Returns the position after it."""
        text = self.input
        first = text[position : position + 1]
        if self.is_special:
            if first == "\\" and self.violation:
                self.violation("backslash")
            return self.path("/", position + (first in ("/", "\\") and first != ""))
        if first in ("", "?", "#"):
            return position
        return self.path("" if first == "/" else "/", position)

    def path(self, start, position, may_lose_host=False):
        """Reads the segments at a position, after the start of the path."""
        end = self.end_of_path(position)
        path = _Path(start, self.url.scheme, may_lose_host, self.violation)
        self.url.path = path.read(self.input, position, end)
        if path.lost_host:
            self.url.host = None
        return end

    def file(self, position):
        text, url = self.input, self.url
        url.has_authority = True
        first, second = text[position : position + 1], text[position + 1 : position + 2]
        if self.violation:
            if not text.startswith("//", position):
                self.violation("expected // after file:")
            if first == "\\":
                self.violation("backslash")
            if first in ("/", "\\") and second == "\\":
                self.violation("backslash")
        if first not in ("/", "\\") or not first:
            return self.path("/", position)
        if second not in ("/", "\\") or not second:
            return self.path("", position)
        position += 2
        end = _FILE_HOST.match(text, position).end()
        host = text[position:end]
        if len(host) == 2 and _DRIVE.fullmatch(host):
            return self.path("/", position)
        if host:
            url.host, url.is_domain = parse_host(host, True)
            if url.host == "localhost":
                url.host = None
        if url.host is None:
            return self.path("/", end)
        first = text[end : end + 1]
        if first == "\\" and self.violation:
            self.violation("backslash")
        return self.path("/", end + (first in ("/", "\\") and first != ""), True)

    def query_and_fragment(self, position):
        text, url = self.input, self.url
        if text.startswith("?", position):
            end = text.find("#", position)
            if end < 0:
                end = len(text)
            self.check(position + 1, end)
            encode = _encode_special_query if self.is_special else _encode_query
            url.query = encode(text[position + 1 : end])
            position = end
        if position < len(text):
            fragment = text[position + 1 :]
            if self.violation:
                _check(text, position + 1, len(text), self.violation, True)
            url.fragment = _encode_fragment(fragment)


_AUTHORITY = re.compile("[^/?#]*")
_SPECIAL_AUTHORITY = re.compile(r"[^/\\?#]*")
_FILE_HOST = re.compile(r"[^/\\?#]*")


def _check(text, start, end, violation, in_fragment=False):
    """Reports the characters between two positions that are not allowed in a URL."""
    for match in _VIOLATION.finditer(text, start):
        if match.start() >= end:
            break
        if match[0] == "%":
            violation("expected 2 hex digits after %")
        elif in_fragment and match[0] == "\0":
            violation("NULL characters are ignored in URL fragment identifiers")
        else:
            violation("non-URL code point")


_DOUBLE_DOT = re.compile(r"(?:\.|%2e){2}", re.IGNORECASE)
_SINGLE_DOT = re.compile(r"\.|%2e", re.IGNORECASE)
_SEGMENT = re.compile("[^/]*")
_SPECIAL_SEGMENT = re.compile(r"[^/\\]*")


class _Path:
    """A path that is put together from segments."""

    def __init__(self, start, scheme, has_host, violation):
        # The segments, each with the slash after it. The first one is empty.
        self.pieces = [start] if start else []
        self.is_file = scheme == "file"
        self.is_special = scheme in SPECIAL_SCHEMES
        self.has_host = has_host
        self.lost_host = False
        self.violation = violation

    def read(self, text, position, end):
        """Adds the segments between two positions of a text, and returns the path."""
        segment_end = (_SPECIAL_SEGMENT if self.is_special else _SEGMENT).match
        while True:
            stop = segment_end(text, position, end).end()
            if self.violation:
                _check(text, position, stop, self.violation)
                if text[stop : stop + 1] == "\\" and stop < end:
                    self.violation("backslash")
            self.add(_encode_path(text[position:stop]), stop < end)
            if stop == end:
                break
            position = stop + 1
        path = "".join(self.pieces)
        return "/" + path.lstrip("/") if self.is_file else path

    def add(self, segment, has_slash):
        if len(segment) > 6 or segment[:1] not in (".", "%"):
            self.add_name(segment, has_slash)
        elif _DOUBLE_DOT.fullmatch(segment):
            self.drop_last()
        elif not _SINGLE_DOT.fullmatch(segment):
            self.add_name(segment, has_slash)

    def add_name(self, segment, has_slash):
        if self.is_file and self.pieces == ["/"] and len(segment) == 2 and _DRIVE.fullmatch(segment):
            segment = segment[0] + ":"
            if self.has_host:
                self.has_host = False
                self.lost_host = True
                if self.violation:
                    self.violation("file: with host and Windows drive letter")
        self.pieces.append(segment + "/" if has_slash else segment)

    def drop_last(self):
        """Goes one segment up, but not above a drive letter, in a URL of any scheme."""
        if len(self.pieces) > 1 and not _DRIVE_AHEAD.match(self.pieces[-1]):
            self.pieces.pop()


def _port(text, scheme):
    """The port that a text is, or None for the default one. Raises UrlError."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit()):
        raise _error("invalid port number")
    digits = text.lstrip("0")
    if len(digits) > 5 or int(digits or "0") > 65535:
        raise _error("invalid port number")
    port = int(digits or "0")
    return None if port == DEFAULT_PORTS.get(scheme) else port


_NOT_IN_OPAQUE_HOST = re.compile(r"[\0\t\n\r #/:<>?@\[\\\]^|]")
_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")


def parse_host(text, is_special):
    """The serialized host that a text is, and whether it is a domain name. Raises UrlError."""
    if text.startswith("["):
        if not text.endswith("]"):
            raise _error("invalid IPv6 address")
        return f"[{_ipv6_text(_ipv6(text[1:-1]))}]", False
    if not is_special:
        if _NOT_IN_OPAQUE_HOST.search(text):
            raise _error("invalid domain character")
        return _encode_controls(text), True
    raw = text.encode("utf-8")
    if "%" in text:
        raw = _PERCENT.sub(lambda match: bytes((int(match[1], 16),)), raw)
    try:
        domain = domain_to_ascii(raw)
    except IdnaError:
        raise _error("invalid international domain name") from None
    if not domain:
        raise _error("empty host")
    parts = domain.split(".")
    if len(parts) > 1 and not parts[-1]:
        parts.pop()
    if parts[-1] and (parts[-1].isdigit() or _ipv4_number(parts[-1]) is not None):
        return _ipv4(parts), False
    return domain, True


def _ipv4_number(text):
    """The number that a part of an IPv4 address is, or None."""
    base, digits = 10, text
    if text[:2] in ("0x", "0X"):
        base, digits = 16, text[2:]
    elif len(text) > 1 and text[0] == "0":
        base, digits = 8, text[1:]
    if not digits:
        return 0 if text else None
    allowed = "0123456789abcdef"[:base]
    if any(c not in allowed for c in digits.lower()):
        return None
    digits = digits.lstrip("0")
    return int(digits or "0", base) if len(digits) <= 11 else 2**32


def _ipv4(parts):
    """The text of the IPv4 address that one to four parts give. Raises UrlError."""
    numbers = [_ipv4_number(part) for part in parts]
    if len(numbers) > 4 or None in numbers:
        raise _error("invalid IPv4 address")
    *leading, last = numbers
    if last >= 256 ** (4 - len(leading)) or any(number > 255 for number in leading):
        raise _error("invalid IPv4 address")
    for index, number in enumerate(leading):
        last += number << (8 * (3 - index))
    return ".".join(str(last >> shift & 255) for shift in (24, 16, 8, 0))


_HEX_GROUP = re.compile("[0-9A-Fa-f]{1,4}")
_IPV4_PART = re.compile("0|[1-9][0-9]{0,2}")


def _ipv6(text):
    """The eight pieces of an IPv6 address. Raises UrlError."""
    fault = _error("invalid IPv6 address")
    before, gap, after = text.partition("::")
    if "::" in after or not text:
        raise fault
    head = _ipv6_pieces(before, not gap, fault)
    tail = _ipv6_pieces(after, True, fault) if gap else []
    missing = 8 - len(head) - len(tail)
    if missing < 0 or (missing > 0 and not gap) or (gap and missing == 0):
        raise fault
    return head + [0] * missing + tail


def _ipv6_pieces(text, may_end_in_ipv4, fault):
    """The pieces of one side of an IPv6 address."""
    if not text:
        return []
    *groups, last = text.split(":")
    pieces = []
    for group in groups:
        if not _HEX_GROUP.fullmatch(group):
            raise fault
        pieces.append(int(group, 16))
    if "." in last and may_end_in_ipv4:
        numbers = last.split(".")
        if len(numbers) != 4 or not all(_IPV4_PART.fullmatch(n) and int(n) < 256 for n in numbers):
            raise fault
        a, b, c, d = map(int, numbers)
        pieces += (a * 256 + b, c * 256 + d)
    elif _HEX_GROUP.fullmatch(last):
        pieces.append(int(last, 16))
    else:
        raise fault
    return pieces


def _ipv6_text(pieces):
    """The text of an IPv6 address, where the longest run of zeros, if it is longer than one, is left out."""
    best, best_length, start = -1, 1, -1
    for index, piece in enumerate([*pieces, 1]):
        if piece == 0:
            if start < 0:
                start = index
        elif start >= 0:
            if index - start > best_length:
                best, best_length = start, index - start
            start = -1
    groups = [f"{piece:x}" for piece in pieces]
    if best < 0:
        return ":".join(groups)
    return ":".join(groups[:best]) + "::" + ":".join(groups[best + best_length :])

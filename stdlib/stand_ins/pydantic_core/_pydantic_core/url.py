"""`Url` and `MultiHostUrl`, and the functions that make them from text."""

from collections.abc import Sequence

from .arguments import expect, expect_text, port_number
from .errors import invalid, validation_error
from .idna import punycode_decode
from .url_parser import SPECIAL_SCHEMES, UrlError, parse

_MODULE = "pydantic_core._pydantic_core"
# Represents any scheme that is not special, where only the following host matters.
_PLACEHOLDER_SCHEME = "x"


def _read_only(self, name, *value):
    """Sets or deletes an attribute, which only a subclass may have."""
    if hasattr(type(self), name):
        raise AttributeError(f"attribute '{name}' of '{_MODULE}.{type(self).__name__}' objects is not writable")
    (object.__setattr__ if value else object.__delattr__)(self, name, *value)


class Url:
    """A URL with at most one host, in its serialized form."""

    __module__ = _MODULE
    __slots__ = ("_parsed", "_path_is_empty", "_cached")

    def __new__(cls, url, *, preserve_empty_path=False):
        expect(preserve_empty_path, bool)
        if isinstance(url, Url):
            return _make_url(cls, url._parsed, url._path_is_empty)
        text = _text_of(url, "url")
        try:
            return _make_url(cls, *parse_url(text, preserve_empty_path=preserve_empty_path))
        except UrlError as error:
            raise _failure("url", error, url) from None

    @property
    def scheme(self):
        """The scheme, in small letters."""
        return self._parsed.scheme

    @property
    def username(self):
        """The user name, percent-encoded, or None."""
        return self._parsed.username or None

    @property
    def password(self):
        """The password, percent-encoded, or None."""
        return self._parsed.password

    @property
    def host(self):
        """The host, in ASCII, or None."""
        return self._parsed.host

    def unicode_host(self):
        """The host with its Punycode decoded."""
        parsed = self._parsed
        return _decode_domain(parsed.host) if _has_punycode(parsed) else parsed.host

    @property
    def port(self):
        """The port, or the scheme's default one, or None."""
        return self._parsed.known_port

    @property
    def path(self):
        """The path, percent-encoded, or None."""
        path = self._parsed.path
        if not path or (path == "/" and self._path_is_empty):
            return None
        return path

    @property
    def query(self):
        """The query, percent-encoded, or None."""
        return self._parsed.query

    def query_params(self):
        """The names and values of the query."""
        return _query_pairs(self._parsed.query or "")

    @property
    def fragment(self):
        """The fragment, percent-encoded, or None."""
        return self._parsed.fragment

    def unicode_string(self):
        """The URL with the Punycode of its host decoded."""
        return _unicode_text(self._parsed, str(self))

    def __str__(self):
        if self._cached is None:
            parsed = self._parsed
            empty = self._path_is_empty and parsed.path == "/"
            object.__setattr__(self, "_cached", parsed.text("") if empty else parsed.text())
        return self._cached

    def __repr__(self):
        return f"Url('{self}')"

    __setattr__ = __delattr__ = _read_only

    def __lt__(self, other):
        return str(self) < str(other) if isinstance(other, Url) else NotImplemented

    def __le__(self, other):
        return str(self) <= str(other) if isinstance(other, Url) else NotImplemented

    def __eq__(self, other):
        return str(self) == str(other) if isinstance(other, Url) else NotImplemented

    def __gt__(self, other):
        return str(self) > str(other) if isinstance(other, Url) else NotImplemented

    def __ge__(self, other):
        return str(self) >= str(other) if isinstance(other, Url) else NotImplemented

    def __hash__(self):
        return hash((Url, str(self)))

    def __bool__(self):
        return True

    def __deepcopy__(self, memo, /):
        return _make_url(Url, self._parsed, self._path_is_empty)

    def __getnewargs__(self):
        return (str(self),)

    def __getstate__(self):
        return getattr(self, "__dict__", None) or None

    @classmethod
    def build(cls, *, scheme, host, username=None, password=None, port=None, path=None, query=None, fragment=None):
        """The URL of the parts."""
        expect(scheme, str)
        expect(host, str)
        host_text = _host_text(username, password, host, port)
        return cls(f"{scheme}://{host_text}{_after_host(path, query, fragment)}")


class MultiHostUrl:
    """A URL that may have several hosts, in its serialized form."""

    __module__ = _MODULE
    __slots__ = ("_reference", "_others")

    def __new__(cls, url, *, preserve_empty_path=False):
        expect(preserve_empty_path, bool)
        if isinstance(url, MultiHostUrl):
            return _make_multi_host_url(cls, url._reference, url._others)
        if isinstance(url, Url):
            return _make_multi_host_url(cls, url, None)
        text = _text_of(url, "multi-host-url")
        try:
            parts = parse_multi_host_url(text, preserve_empty_path=preserve_empty_path)
        except UrlError as error:
            raise _failure("multi-host-url", error, url) from None
        return _make_multi_host_url(cls, *parts)

    @property
    def scheme(self):
        """The scheme, in small letters."""
        return self._reference.scheme

    @property
    def path(self):
        """The path, percent-encoded, or None."""
        return self._reference.path

    @property
    def query(self):
        """The query, percent-encoded, or None."""
        return self._reference.query

    def query_params(self):
        """The names and values of the query."""
        return self._reference.query_params()

    @property
    def fragment(self):
        """The fragment, percent-encoded, or None."""
        return self._reference.fragment

    def hosts(self):
        """The users, passwords, hosts and ports."""
        parsed = self._reference._parsed
        if self._others is None:
            return [] if parsed.host is None else [_host_dict(parsed)]
        return [_host_dict(each) for each in (*self._others, parsed)]

    def unicode_string(self):
        """The URL with the Punycode of its hosts decoded."""
        return self._with_others(self._reference.unicode_string(), _unicode_text)

    def __str__(self):
        return self._with_others(str(self._reference), lambda parsed, text: text)

    def _with_others(self, text, show):
        """The text of the URL with that of its other hosts put in."""
        if self._others is None:
            return text
        # A special URL always has a slash after the host.
        end = -1 if self._reference.scheme in SPECIAL_SCHEMES else None
        hosts = [show(each, each.text())[len(each.scheme) + 3 : end] + "," for each in self._others]
        offset = len(self._reference.scheme) + 3
        return text[:offset] + "".join(hosts) + text[offset:]

    def __repr__(self):
        return f"MultiHostUrl('{self}')"

    __setattr__ = __delattr__ = _read_only

    def __lt__(self, other):
        return (
            self.unicode_string() < other.unicode_string() if isinstance(other, MultiHostUrl) else NotImplemented
        )

    def __le__(self, other):
        return (
            self.unicode_string() <= other.unicode_string() if isinstance(other, MultiHostUrl) else NotImplemented
        )

    def __eq__(self, other):
        return (
            self.unicode_string() == other.unicode_string() if isinstance(other, MultiHostUrl) else NotImplemented
        )

    def __gt__(self, other):
        return (
            self.unicode_string() > other.unicode_string() if isinstance(other, MultiHostUrl) else NotImplemented
        )

    def __ge__(self, other):
        return (
            self.unicode_string() >= other.unicode_string() if isinstance(other, MultiHostUrl) else NotImplemented
        )

    def __hash__(self):
        return hash((MultiHostUrl, str(self)))

    def __bool__(self):
        return True

    def __deepcopy__(self, memo, /):
        return _make_multi_host_url(MultiHostUrl, self._reference, self._others)

    def __getnewargs__(self):
        return (str(self),)

    def __getstate__(self):
        return getattr(self, "__dict__", None) or None

    @classmethod
    def build(
        cls,
        *,
        scheme,
        hosts=None,
        path=None,
        query=None,
        fragment=None,
        host=None,
        username=None,
        password=None,
        port=None,
    ):
        """The URL of the parts: of one host, or of `hosts`, dictionaries."""
        expect(scheme, str)
        if hosts is not None and any(part is not None for part in (host, username, password, port)):
            raise ValueError("expected one of `hosts` or singular values to be set.")
        if hosts is not None:
            expect(hosts, Sequence)
            texts = []
            for each in hosts:
                expect(each, dict)
                parts = [each.get(name) for name in ("username", "password", "host", "port")]
                if all(part is None for part in parts[1:]):
                    raise ValueError("expected one of 'host', 'username', 'password' or 'port' to be set")
                texts.append(_host_text(*parts))
            host_text = ",".join(texts)
        elif host is not None:
            host_text = _host_text(username, password, host, port)
        else:
            raise ValueError("expected either `host` or `hosts` to be set")
        return cls(f"{scheme}://{host_text}{_after_host(path, query, fragment)}")


def _make_url(cls, parsed, path_is_empty):
    url = object.__new__(cls)
    put = object.__setattr__
    put(url, "_parsed", parsed)
    put(url, "_path_is_empty", path_is_empty)
    put(url, "_cached", None)
    return url


def _make_multi_host_url(cls, reference, others):
    url = object.__new__(cls)
    object.__setattr__(url, "_reference", reference)
    object.__setattr__(url, "_others", others)
    return url


def url_of_text(text, *, strict=False, preserve_empty_path=False):
    """The `Url` that a text is. Raises UrlError."""
    return _make_url(Url, *parse_url(text, strict=strict, preserve_empty_path=preserve_empty_path))


def multi_host_url_of_text(text, *, strict=False, preserve_empty_path=False):
    """The `MultiHostUrl` that a text is. Raises UrlError."""
    parts = parse_multi_host_url(text, strict=strict, preserve_empty_path=preserve_empty_path)
    return _make_multi_host_url(MultiHostUrl, *parts)


def multi_host_url_of_url(url):
    """The `MultiHostUrl` with the host of a `Url`."""
    return _make_multi_host_url(MultiHostUrl, url, None)


def with_defaults(url, *, host_required=False, default_host=None, default_port=None, default_path=None):
    """The URL, with the defaults put in for the parts it lacks. Raises UrlError when it lacks a host."""
    reference = url._reference if isinstance(url, MultiHostUrl) else url
    parsed = reference._parsed
    no_host = parsed.host is None
    if no_host and default_host is None and host_required:
        raise UrlError("url_parsing", "empty host")
    no_port = default_port is not None and parsed.port is None
    no_path = default_path is not None and parsed.path in ("", "/")
    if not ((no_host and default_host is not None) or no_port or no_path):
        return url
    parsed = parsed.copy()
    if no_host and default_host is not None:
        parsed.set_host(default_host)
    if no_port:
        parsed.set_port(default_port)
    if no_path:
        parsed.set_path(default_path)
    changed = _make_url(Url, parsed, reference._path_is_empty)
    if isinstance(url, MultiHostUrl):
        return _make_multi_host_url(MultiHostUrl, changed, url._others)
    return changed


def parse_url(text, *, strict=False, preserve_empty_path=False):
    """The parts of the URL that a text is, and whether an empty path is to stay empty. Raises UrlError."""
    if not text:
        raise UrlError("url_parsing", "input is empty")
    violations = []
    parsed = parse(text, violations.append if strict else None)
    if violations:
        raise UrlError("url_syntax_violation", violations[-1])
    return parsed, preserve_empty_path and _path_was_empty(parsed, text)


def parse_multi_host_url(text, *, strict=False, preserve_empty_path=False):
    """The `Url` with the last host of a text, and the parts of those with the other hosts. Raises UrlError."""
    if not text:
        raise UrlError("url_parsing", "input is empty")
    start = 0
    while text[start : start + 1] and text[start] <= " ":
        start += 1
    scheme_end = start
    while text[scheme_end : scheme_end + 1] and text[scheme_end] in _SCHEME_CHARACTERS:
        scheme_end += 1
    if scheme_end == start or text[scheme_end : scheme_end + 1] != ":":
        raise UrlError("url_parsing", "relative URL without a base")
    scheme = text[start:scheme_end].lower()
    position = scheme_end + 1
    while text[position : position + 1] in ("/", "\\"):
        position += 1
    ends = "/?#\\" if scheme in SPECIAL_SCHEMES else "/?#"
    end = next((i for i in range(position, len(text)) if text[i] in ends), len(text))
    *hosts, last = text[position:end].split(",")
    if "" in hosts:
        raise UrlError("url_parsing", "empty host")
    single = text[:position] + last + text[end:]
    parsed, path_is_empty = parse_url(single, strict=strict, preserve_empty_path=preserve_empty_path)
    reference = _make_url(Url, parsed, path_is_empty)
    if not hosts:
        return reference, None
    if parsed.host is None:
        raise UrlError("url_parsing", "empty host")
    scheme = parsed.scheme if parsed.is_special else _PLACEHOLDER_SCHEME
    others = [parse_url(f"{scheme}://{host}", strict=strict)[0] for host in hosts]
    if any(each.host is None for each in others):
        raise UrlError("url_parsing", "empty host")
    return reference, others


_SCHEME_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.")


def _path_was_empty(parsed, text):
    """Whether the path of a URL, a mere slash, is not in its text."""
    if parsed.path != "/" or not parsed.is_special:
        return False
    rest = text.partition(":")[2].lstrip("/")
    end = next((c for c in rest if c in "/?#"), "")
    return end != "/"


def _text_of(value, title):
    """The text from which to make a URL. Raises ValidationError."""
    if isinstance(value, (Url, MultiHostUrl)):
        return str(value)
    try:
        if isinstance(value, str):
            value.encode()
            return value
        if isinstance(value, (bytes, bytearray)):
            return value.decode("utf-8")
    except UnicodeEncodeError:
        raise validation_error(title, invalid("string_unicode", value), "python") from None
    except UnicodeDecodeError:
        pass
    raise validation_error(title, invalid("url_type", value), "python")


def _failure(title, error, value):
    """The ValidationError of a fault in a URL."""
    return validation_error(title, invalid(error.kind, value, error=error.message), "python")


def _host_text(username, password, host, port):
    """The text of a host with its user, password and port."""
    expect_text(username, password, host)
    port = port_number(port)
    text = ""
    if username is not None or password is not None:
        text = username or ""
        if password is not None:
            text += ":" + password
        text += "@"
    text += host or ""
    return text if port is None else f"{text}:{port}"


def _after_host(path, query, fragment):
    """The text after the host."""
    expect_text(path, query, fragment)
    text = "" if path is None else "/" + path
    if query is not None:
        text += "?" + query
    return text if fragment is None else f"{text}#{fragment}"


def _host_dict(parsed):
    return {
        "username": parsed.username or None,
        "password": parsed.password,
        "host": parsed.host,
        "port": parsed.known_port,
    }


def _has_punycode(parsed):
    return (
        parsed.is_domain
        and parsed.is_special
        and parsed.host is not None
        and any(label.startswith("xn--") for label in parsed.host.split("."))
    )


def _decode_domain(domain):
    """The domain name with its labels in Punycode decoded, or None if one is malformed."""
    labels = [punycode_decode(label[4:]) if label.startswith("xn--") else label for label in domain.split(".")]
    return None if None in labels else ".".join(labels)


def _unicode_text(parsed, text):
    """The text of a URL with the Punycode of its host decoded."""
    if not _has_punycode(parsed):
        return text
    decoded = _decode_domain(parsed.host)
    if decoded is None:
        return text
    # As in the original, the host is located as if there were no user and password.
    start = len(parsed.scheme) + 3
    return text[:start] + decoded + text[start + len(parsed.host) :]


def _query_pairs(query):
    """The decoded names and values of a query."""
    pairs = []
    for part in query.split("&"):
        if part:
            name, _, value = part.partition("=")
            pairs.append((_form_decoded(name), _form_decoded(value)))
    return pairs


def _form_decoded(text):
    raw = text.replace("+", " ").encode("utf-8")
    head, *rest = raw.split(b"%")
    pieces = [head]
    for piece in rest:
        code = piece[:2]
        if len(code) == 2 and all(c in b"0123456789abcdefABCDEF" for c in code):
            pieces += (bytes.fromhex(code.decode()), piece[2:])
        else:
            pieces += (b"%", piece)
    return b"".join(pieces).decode("utf-8", "replace")

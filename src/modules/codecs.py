_search_functions = []
_found = {}
_error_handlers = {}


# -------------------------------------------------------------------------------------------------
# The registry

def register(search_function, /):
    """Register a codec search function."""
    if not callable(search_function):
        raise TypeError("argument must be callable")
    _search_functions.append(search_function)


def unregister(search_function, /):
    """Unregister a codec search function and clear the registry's cache."""
    if search_function in _search_functions:
        _search_functions.remove(search_function)
        _found.clear()


def lookup(encoding, /):
    """Looks up a codec tuple in the Python codec registry and returns a CodecInfo object."""
    if not isinstance(encoding, str):
        raise TypeError(f"lookup() argument must be str, not {type(encoding).__name__}")
    name = encoding.lower().replace(" ", "_")
    if name not in _found:
        # Its import registers the search for the library's own.
        import encodings
        for search in _search_functions:
            info = search(name)
            if info is not None:
                if not (isinstance(info, tuple) and len(info) == 4):
                    raise TypeError("codec search functions must return 4-tuples")
                _found[name] = info
                break
        else:
            raise LookupError(f"unknown encoding: {encoding}")
    return _found[name]


def _noted(error, what, encoding):
    error.add_note(f"{what} with '{encoding}' codec failed")
    return error


def encode(obj, encoding="utf-8", errors="strict"):
    """Encodes obj using the codec registered for encoding."""
    result = lookup(encoding)[0](obj, errors)
    if not (isinstance(result, tuple) and len(result) == 2):
        raise TypeError("encoder must return a tuple (object, integer)")
    return result[0]


def decode(obj, encoding="utf-8", errors="strict"):
    """Decodes obj using the codec registered for encoding."""
    result = lookup(encoding)[1](obj, errors)
    if not (isinstance(result, tuple) and len(result) == 2):
        raise TypeError("decoder must return a tuple (object, integer)")
    return result[0]


def _text_codec(encoding, function):
    info = lookup(encoding)
    if not getattr(info, "_is_text_encoding", True):
        raise LookupError(f"'{encoding}' is not a text encoding; use {function} to handle arbitrary codecs")
    return info


def _encode_text(text, encoding, errors):
    """`str.encode` for what is not built in: encodings of the registry, and handlers of errors."""
    if _is_builtin(encoding):
        return _encode_with(text, encoding, errors)
    result = _text_codec(encoding, "codecs.encode()")[0](text, errors)[0]
    if not isinstance(result, (bytes, bytearray)):
        raise TypeError(f"'{encoding}' encoder returned '{type(result).__name__}' instead of 'bytes'; "
                        "use codecs.encode() to encode to arbitrary types")
    return bytes(result)


def _decode_text(data, encoding, errors):
    """`bytes.decode` for what is not built in."""
    if _is_builtin(encoding):
        return _decode_with(data, encoding, errors)
    result = _text_codec(encoding, "codecs.decode()")[1](data, errors)[0]
    if not isinstance(result, str):
        raise TypeError(f"'{encoding}' decoder returned '{type(result).__name__}' instead of 'str'; "
                        "use codecs.decode() to decode to arbitrary types")
    return result


# -------------------------------------------------------------------------------------------------
# Handlers of errors

def register_error(errors, handler, /):
    """Register the specified error handler under the name errors."""
    if not callable(handler):
        raise TypeError("handler must be callable")
    _error_handlers[errors] = handler


def lookup_error(name, /):
    """lookup_error(errors) -> handler"""
    try:
        return _error_handlers[name]
    except KeyError:
        raise LookupError(f"unknown error handler name '{name}'") from None


def strict_errors(error):
    """Implements the 'strict' error handling, which raises a UnicodeError on coding errors."""
    if not isinstance(error, Exception):
        raise TypeError("codec must pass exception instance")
    raise error


def ignore_errors(error):
    """Implements the 'ignore' error handling, which ignores malformed data and continues."""
    return "", _span(error)[1]


def replace_errors(error):
    """Implements the 'replace' error handling, which replaces malformed data with a replacement marker."""
    text, end = _span(error)
    if isinstance(error, UnicodeEncodeError):
        return "?" * len(text), end
    return "\ufffd" * (len(text) if isinstance(error, UnicodeTranslateError) else 1), end


def xmlcharrefreplace_errors(error):
    """Implements the 'xmlcharrefreplace' error handling."""
    text, end = _span(error, UnicodeEncodeError)
    return "".join(f"&#{ord(c)};" for c in text), end


def backslashreplace_errors(error):
    """Implements the 'backslashreplace' error handling."""
    text, end = _span(error)
    if isinstance(text, str):
        return text.encode("ascii", "backslashreplace").decode("ascii"), end
    return "".join(f"\\x{byte:02x}" for byte in text), end


def namereplace_errors(error):
    """Implements the 'namereplace' error handling."""
    text, end = _span(error, UnicodeEncodeError)
    return text.encode("ascii", "namereplace").decode("ascii"), end


def _span(error, wanted=(UnicodeEncodeError, UnicodeDecodeError, UnicodeTranslateError)):
    if not isinstance(error, wanted):
        raise TypeError(f"don't know how to handle {type(error).__name__} in error callback")
    return error.object[error.start:error.end], error.end


_error_handlers.update(strict=strict_errors, ignore=ignore_errors, replace=replace_errors,
                       xmlcharrefreplace=xmlcharrefreplace_errors,
                       backslashreplace=backslashreplace_errors, namereplace=namereplace_errors)


def _handled(error, errors):
    """What a handler puts in place of the faulty part, and where to go on."""
    answer = lookup_error(errors)(error)
    if not (isinstance(answer, tuple) and len(answer) == 2 and isinstance(answer[1], int)):
        kind = "encoding" if isinstance(error, UnicodeEncodeError) else "decoding"
        raise TypeError(f"{kind} error handler must return (str{'/bytes' * (kind == 'encoding')}, int) tuple")
    replacement, position = answer
    size = len(error.object)
    if position < 0:
        position += size
    if not 0 <= position <= size:
        raise IndexError(f"position {position} from error handler out of bounds")
    return replacement, position


def _encode_with(text, encoding, errors):
    """Encodes by a built-in codec, asking a registered handler about errors."""
    parts, position = [], 0
    while True:
        try:
            parts.append(text[position:].encode(encoding))
            return b"".join(parts)
        except UnicodeEncodeError as found:
            start, end = found.start + position, found.end + position
            error = UnicodeEncodeError(found.encoding, text, start, end, found.reason)
            parts.append(text[position:start].encode(encoding))
            replacement, position = _handled(error, errors)
            if isinstance(replacement, str):
                try:
                    replacement = replacement.encode(encoding)
                except UnicodeEncodeError:
                    raise error from None
            parts.append(replacement)


def _decode_with(data, encoding, errors):
    """Decodes by a built-in codec, asking a registered handler about errors."""
    data = bytes(data)
    parts, position = [], 0
    while True:
        try:
            parts.append(data[position:].decode(encoding))
            return "".join(parts)
        except UnicodeDecodeError as found:
            start, end = found.start + position, found.end + position
            error = UnicodeDecodeError(found.encoding, data, start, end, found.reason)
            parts.append(data[position:start].decode(encoding))
            replacement, position = _handled(error, errors)
            parts.append(replacement)


# -------------------------------------------------------------------------------------------------
# The built-in codecs, as functions that also tell how much they took. They are no methods where classes
# have them as attributes.

def _encoder(encoding):
    def encode(text, errors=None, /):
        return text.encode(encoding, errors or "strict"), len(text)
    return encode


def _decoder(encoding):
    def decode(data, errors=None, final=False, /):
        data = bytes(data)
        try:
            return data.decode(encoding, errors or "strict"), len(data)
        except UnicodeDecodeError as error:
            # The beginning of a character whose rest has not come yet.
            if final or error.end < len(data) or error.start < len(data) - 4 or "end" not in error.reason \
                    and "truncated" not in error.reason:
                raise
            return data[:error.start].decode(encoding, errors or "strict"), error.start
    return decode


def _whole_decoder(encoding):
    def decode(data, errors=None, final=True, /):
        data = data.encode() if isinstance(data, str) else bytes(data)
        return data.decode(encoding, errors or "strict"), len(data)
    return decode


for _name in ("utf_8", "utf_16", "utf_16_le", "utf_16_be", "utf_32", "utf_32_le", "utf_32_be"):
    globals()[_name + "_encode"] = staticmethod(_encoder(_name))
    globals()[_name + "_decode"] = staticmethod(_decoder(_name))
for _name in ("ascii", "latin_1", "unicode_escape"):
    globals()[_name + "_encode"] = staticmethod(_encoder(_name))
    globals()[_name + "_decode"] = staticmethod(_whole_decoder(_name))


@staticmethod
def raw_unicode_escape_encode(text, errors=None, /):
    def escape(c):
        code = ord(c)
        return c if code < 256 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    return "".join(map(escape, text)).encode("latin-1"), len(text)


@staticmethod
def raw_unicode_escape_decode(data, errors=None, final=True, /):
    import re

    def unescape(found):
        slashes, digits = found.group(1), found.group(2) or found.group(3)
        # After an even number of backslashes this one is no escape.
        if len(slashes) % 2:
            return found.group()
        return slashes + chr(int(digits, 16))

    data = data.encode() if isinstance(data, str) else bytes(data)
    text = re.sub(r"((?:\\\\)*)\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))", unescape, data.decode("latin-1"))
    return text, len(data)


def _ex_decoder(width):
    little, big = globals()[f"utf_{width}_le_decode"], globals()[f"utf_{width}_be_decode"]
    size = width // 8

    def decode(data, errors=None, byteorder=0, final=False, /):
        data = bytes(data)
        mark, skipped = data[:size], 0
        if byteorder == 0:
            if len(data) < size and not final:
                return "", 0, 0
            for order, wanted in ((-1, "little"), (1, "big")):
                if mark == (0xFEFF).to_bytes(size, wanted):
                    byteorder, skipped = order, size
        text, taken = (big if byteorder == 1 else little)(data[skipped:], errors, final)
        return text, taken + skipped, byteorder or (-1 if taken else 0)
    return decode


utf_16_ex_decode, utf_32_ex_decode = map(staticmethod, (_ex_decoder(16), _ex_decoder(32)))


@staticmethod
def readbuffer_encode(data, errors=None, /):
    data = data.encode() if isinstance(data, str) else bytes(data)
    return data, len(data)


@staticmethod
def escape_encode(data, errors=None, /):
    return repr(bytes(data))[2:-1].replace('"', '"').encode("ascii"), len(data)


@staticmethod
def escape_decode(data, errors=None, /):
    data = data.encode() if isinstance(data, str) else bytes(data)
    text = data.decode("latin-1").replace("\\u", "\\\\u").replace("\\U", "\\\\U").replace("\\N", "\\\\N")
    return text.encode("latin-1").decode("unicode_escape").encode("latin-1"), len(data)


@staticmethod
def charmap_build(map, /):
    """The table for encoding from the one for decoding."""
    return {ord(c): byte for byte, c in enumerate(map) if c != "\ufffe"}


@staticmethod
def charmap_encode(text, errors=None, mapping=None, /):
    if mapping is None:
        return latin_1_encode(text, errors)
    parts, position = bytearray(), 0

    def put(c):
        found = _looked_up(mapping, ord(c))
        if found is None:
            return False
        if isinstance(found, int):
            parts.append(found)
        else:
            parts.extend(found)
        return True

    while position < len(text):
        if put(text[position]):
            position += 1
            continue
        end = position + 1
        while end < len(text) and _looked_up(mapping, ord(text[end])) is None:
            end += 1
        error = UnicodeEncodeError("charmap", text, position, end, "character maps to <undefined>")
        replacement, position = _handled(error, errors or "strict")
        if isinstance(replacement, bytes):
            parts.extend(replacement)
        elif not all(map(put, replacement)):
            raise error
    return bytes(parts), len(text)


@staticmethod
def charmap_decode(data, errors=None, mapping=None, /):
    if mapping is None:
        return latin_1_decode(data, errors)
    data = bytes(data)
    parts, position = [], 0
    while position < len(data):
        byte = data[position]
        found = _looked_up(mapping, byte)
        if isinstance(found, int):
            found = chr(found)
        if found is None or found == "\ufffe":
            error = UnicodeDecodeError("charmap", data, position, position + 1, "character maps to <undefined>")
            found, position = _handled(error, errors or "strict")
        else:
            position += 1
        parts.append(found)
    return "".join(parts), len(data)


def _looked_up(mapping, key):
    try:
        return mapping[key]
    except LookupError:
        return None

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
    # Cached under each requested spelling.
    found = _found.get(encoding)
    if found is not None:
        return found
    name = _normalized(encoding)
    if name not in _found:
        # Importing it registers the search for the library's encodings.
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
    found = _found[encoding] = _found[name]
    return found


def _normalized(encoding):
    """The name in lower case, with an underscore for each run of other characters."""
    kept = [c if c.isascii() and c.isalnum() or c == "." else " " for c in encoding]
    return "_".join("".join(kept).lower().split())


def _run(codec, what, encoding, object, errors):
    try:
        return codec(object, errors)
    except BaseException as error:
        error.add_note(f"{what} with '{encoding}' codec failed")
        raise


def encode(obj, encoding="utf-8", errors="strict"):
    """Encodes obj using the codec registered for encoding."""
    result = _run(lookup(encoding)[0], "encoding", encoding, obj, errors)
    if not (isinstance(result, tuple) and len(result) == 2):
        raise TypeError("encoder must return a tuple (object, integer)")
    return result[0]


def decode(obj, encoding="utf-8", errors="strict"):
    """Decodes obj using the codec registered for encoding."""
    result = _run(lookup(encoding)[1], "decoding", encoding, obj, errors)
    if not (isinstance(result, tuple) and len(result) == 2):
        raise TypeError("decoder must return a tuple (object, integer)")
    return result[0]


def _text_codec(encoding, function):
    info = lookup(encoding)
    if not getattr(info, "_is_text_encoding", True):
        raise LookupError(f"'{encoding}' is not a text encoding; use {function} to handle arbitrary codecs")
    return info


def _encode_text(text, encoding, errors):
    """`str.encode` for encodings that are not built in: those of the registry."""
    codec = _text_codec(encoding, "codecs.encode()")[0]
    result = _run(codec, "encoding", encoding, text, errors)[0]
    if not isinstance(result, (bytes, bytearray)):
        raise TypeError(f"'{encoding}' encoder returned '{type(result).__name__}' instead of 'bytes'; "
                        "use codecs.encode() to encode to arbitrary types")
    return bytes(result)


def _decode_text(data, encoding, errors):
    """`bytes.decode` for encodings that are not built in."""
    codec = _text_codec(encoding, "codecs.decode()")[1]
    result = _run(codec, "decoding", encoding, data, errors)[0]
    if not isinstance(result, str):
        raise TypeError(f"'{encoding}' decoder returned '{type(result).__name__}' instead of 'str'; "
                        "use codecs.decode() to decode to arbitrary types")
    return result


# -------------------------------------------------------------------------------------------------
# Handlers of errors

def register_error(errors, handler, /):
    """Register the specified error handler under the name errors."""
    if not isinstance(errors, str):
        raise TypeError(f"register_error() argument 1 must be str, not {type(errors).__name__}")
    if not callable(handler):
        raise TypeError("handler must be callable")
    _error_handlers[errors] = handler


def lookup_error(name, /):
    """lookup_error(errors) -> handler"""
    if not isinstance(name, str):
        raise TypeError(f"lookup_error() argument must be str, not {type(name).__name__}")
    try:
        return _error_handlers[name]
    except KeyError:
        raise LookupError(f"unknown error handler name '{name}'") from None


_error_handlers.update(
    strict=strict_errors, ignore=ignore_errors, replace=replace_errors,
    xmlcharrefreplace=xmlcharrefreplace_errors, backslashreplace=backslashreplace_errors,
    namereplace=namereplace_errors, surrogateescape=_surrogateescape, surrogatepass=_surrogatepass)


__import__("_types")._built_in(globals(), "decode", "encode", "lookup", "lookup_error", "register", "register_error", "unregister")

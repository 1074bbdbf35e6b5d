class make_scanner:
    """JSON scanner object"""
    __module__ = "_json"
    __slots__ = ("strict", "object_hook", "object_pairs_hook", "parse_float", "parse_int", "parse_constant")

    def __init__(self, context):
        self.strict = bool(context.strict)
        self.object_hook = context.object_hook
        self.object_pairs_hook = context.object_pairs_hook
        self.parse_float = context.parse_float
        self.parse_int = context.parse_int
        self.parse_constant = context.parse_constant

    def __call__(self, string, idx):
        try:
            return _decode(string, idx, False, self.object_hook, self.parse_float, self.parse_int,
                           self.parse_constant, self.strict, self.object_pairs_hook)
        except ValueError as error:
            # The caller says where a value is missing.
            if getattr(error, "msg", None) == "Expecting value":
                raise StopIteration(error.pos) from None
            raise


class make_encoder:
    """Encoder(markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)"""
    __module__ = "_json"

    def __init__(self, markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys,
                 allow_nan):
        if markers is not None and not isinstance(markers, dict):
            raise TypeError(f"make_encoder() argument 1 must be dict or None, not {type(markers).__name__}")
        self.markers, self.default, self.encoder, self.indent = markers, default, encoder, indent
        self.key_separator, self.item_separator = key_separator, item_separator
        self.sort_keys, self.skipkeys, self.allow_nan = bool(sort_keys), bool(skipkeys), bool(allow_nan)

    def __call__(self, obj, _current_indent_level):
        if self.encoder in (encode_basestring, encode_basestring_ascii):
            is_ascii = self.encoder is encode_basestring_ascii
            return (_encode(obj, self.skipkeys, is_ascii, self.markers is not None, self.allow_nan, self.indent,
                            self.item_separator, self.key_separator, self.default, self.sort_keys),)
        return tuple(self._in_python(obj, _current_indent_level))

    def _in_python(self, obj, level):
        from json.encoder import _make_iterencode

        def encoded(text):
            result = self.encoder(text)
            if not isinstance(result, str):
                raise TypeError(f"encoder() must return a string, not {type(result).__name__}")
            return result

        def number(value):
            if value != value or value in (float("inf"), -float("inf")):
                if not self.allow_nan:
                    raise ValueError(f"Out of range float values are not JSON compliant: {value!r}")
                return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"
            return float.__repr__(value)

        iterate = _make_iterencode(self.markers, self.default, encoded, self.indent, number, self.key_separator,
                                   self.item_separator, self.sort_keys, self.skipkeys, True)
        return iterate(obj, level)


def scanstring(string, end, strict=True, /):
    """scanstring(string, end, strict=True) -> (string, end)

    Scan the string s for a JSON string. End is the index of the character in s after the quote that started
    the JSON string.
    """
    if not isinstance(string, str):
        raise TypeError(f"first argument must be a string, not {type(string).__name__}")
    if not 0 <= end <= len(string):
        raise ValueError("end is out of bounds")
    if end > 0 and string[end - 1] == '"':
        return _decode(string, end - 1, False, None, None, None, None, strict, None)
    text, after = _decode('"' + string[end:], 0, False, None, None, None, None, strict, None)
    return text, after + end - 1


__import__("_types")._class_of_c(make_scanner, make_encoder, final=True, changeable=True)

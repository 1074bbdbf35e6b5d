# The bytes or characters of one call of the converters.
_PART = 1 << 16


def _handle(error, errors, kinds, name):
    """The replacement that an error handler gives for the faulty part, and where to continue."""
    if errors == "strict":
        raise error
    import codecs
    result = codecs.lookup_error(errors)(error)
    if not (isinstance(result, tuple) and len(result) == 2 and isinstance(result[0], kinds)
            and isinstance(result[1], int)):
        raise TypeError(f"{name} error handler must return (str, int) tuple")
    replacement, position = result
    if position < 0:
        position += len(error.object)
    if not 0 <= position <= len(error.object):
        raise IndexError(f"position {position} from error handler out of bounds")
    return replacement, position


def _decode_text(codec, data, errors, state, is_end):
    """Returns the text, the number of bytes taken, and the state."""
    name, parts, at = codec._name, [], 0
    while at < len(data):
        part = data[at:at + _PART]
        text, taken, state, problem = _decode(name, part, state, errors)
        parts.append(text)
        at += taken
        if not problem or problem < 0 and taken and at - taken + len(part) < len(data):
            continue
        if problem < 0 and not is_end:
            break
        end = len(data) if problem < 0 else at + problem
        if errors == "ignore":
            at = end
        elif errors == "replace":
            parts.append("\ufffd")
            at = end
        else:
            reason = ("incomplete" if problem < 0 else "illegal") + " multibyte sequence"
            error = UnicodeDecodeError(name, data, at, end, reason)
            replacement, at = _handle(error, errors, str, "decoding")
            parts.append(replacement)
    return "".join(parts), at, state


def _encode_text(codec, text, errors, state, is_end):
    """Returns the bytes, the number of characters taken, and the state."""
    name, parts, at = codec._name, [], 0
    while at < len(text):
        part = text[at:at + _PART]
        is_last = at + len(part) == len(text)
        data, taken, state, problem = _encode(name, part, is_end and is_last, state, errors)
        parts.append(data)
        at += taken
        if not problem or problem < 0 and taken and not is_last:
            continue
        if problem < 0:
            break
        error = UnicodeEncodeError(name, text, at, at + 1, "illegal multibyte sequence")
        replacement, at = _handle(error, errors, (str, bytes), "encoding")
        if isinstance(replacement, str):
            replacement, _, state = _encode_text(codec, replacement, "strict", state, True)
        parts.append(replacement)
    return b"".join(parts), at, state


def _checked(errors, function):
    if errors is None:
        return "strict"
    if not isinstance(errors, str):
        raise TypeError(f"{function}() argument 'errors' must be str or None, not {type(errors).__name__}")
    return errors


def _bytes(data):
    if isinstance(data, str):
        raise TypeError("a bytes-like object is required, not 'str'")
    return bytes(memoryview(data))


class MultibyteCodec:
    __module__ = "_multibytecodec"
    __slots__ = ("_name",)

    def encode(self, /, input, errors=None):
        """Return an encoded string version of 'input'."""
        if not isinstance(input, str):
            input = str(input)
        data, _, state = _encode_text(self, input, _checked(errors, "encode"), 0, True)
        return data + _finish(self._name, state), len(input)

    def decode(self, /, input, errors=None):
        """Decodes 'input'."""
        data = _bytes(input)
        text, _, _ = _decode_text(self, data, _checked(errors, "decode"), 0, True)
        return text, len(data)


def _getcodec(name, /):
    """Return the codec of this name."""
    if not isinstance(name, str):
        raise TypeError("encoding name must be a string.")
    if not _is_known(name):
        raise LookupError("no such codec is supported.")
    codec = object.__new__(MultibyteCodec)
    codec._name = name
    return codec


MultibyteCodec.__new__ = None


class _Stateful:
    """The state of an incremental converter: its error handler, and its position."""

    def __init__(self, errors="strict"):
        if not isinstance(self.codec, MultibyteCodec):
            raise TypeError("codec is unexpected type")
        self.errors = errors
        self._state = 0
        self._pending = self._none

    @property
    def errors(self):
        return self._errors

    @errors.setter
    def errors(self, value):
        if not isinstance(value, str):
            raise TypeError("errors must be a string")
        self._errors = value

    @errors.deleter
    def errors(self):
        raise AttributeError("cannot delete attribute")


class _Encoder(_Stateful):
    _none = ""

    def _encode(self, text, final):
        if not isinstance(text, str):
            raise TypeError("couldn't convert the object to str.")
        text = self._pending + text
        data, taken, self._state = _encode_text(self.codec, text, self._errors, self._state, final)
        self._pending = text[taken:]
        if final:
            data += _finish(self.codec._name, self._state)
            self._state = 0
        return data


class _Decoder(_Stateful):
    _none = b""

    def _decode(self, data, final):
        data = self._pending + data
        state = self._state
        text, taken, self._state = _decode_text(self.codec, data, self._errors, state, final)
        pending = data[taken:]
        if len(pending) > 8:
            raise UnicodeError("pending buffer overflow")
        self._pending = pending
        return text


class MultibyteIncrementalEncoder(_Encoder):
    __module__ = "_multibytecodec"

    def encode(self, input, final=False):
        return self._encode(input, bool(final))

    def reset(self):
        self._pending, self._state = "", 0

    def getstate(self):
        pending = self._pending.encode()
        return int.from_bytes(bytes([len(pending)]) + pending + self._state.to_bytes(8, "little"), "little")

    def setstate(self, state, /):
        if not isinstance(state, int):
            raise TypeError(f"argument must be int, not {type(state).__name__}")
        data = state.to_bytes(17, "little")
        size = data[0]
        if size > 8:
            raise UnicodeError("pending buffer too large")
        self._pending = data[1:size + 1].decode()
        self._state = int.from_bytes(data[size + 1:size + 9], "little")


class MultibyteIncrementalDecoder(_Decoder):
    __module__ = "_multibytecodec"

    def decode(self, input, final=False):
        return self._decode(_bytes(input), bool(final))

    def reset(self):
        self._pending, self._state = b"", 0

    def getstate(self):
        return self._pending, self._state

    def setstate(self, state, /):
        if not isinstance(state, tuple):
            raise TypeError(f"setstate() argument must be tuple, not {type(state).__name__}")
        pending, number = state
        if not isinstance(pending, bytes):
            raise TypeError(f"setstate() argument 1 must be bytes, not {type(pending).__name__}")
        if len(pending) > 8:
            raise UnicodeError("pending buffer too large")
        self._state = int.from_bytes(number.to_bytes(8, "little"), "little")
        self._pending = pending


class MultibyteStreamReader(_Decoder):
    __module__ = "_multibytecodec"

    def __init__(self, stream, errors="strict"):
        super().__init__(errors)
        self.stream = stream

    def _from(self, method, size):
        if size is not None and not isinstance(size, int):
            raise TypeError("arg 1 must be an integer")
        size = -1 if size is None else size
        if size == 0:
            return ""
        while True:
            data = method() if size < 0 else method(size)
            if not isinstance(data, bytes):
                raise TypeError(f"stream function returned a non-bytes object ({type(data).__name__})")
            text = self._decode(data, not data or size < 0)
            if size < 0 or text or not data:
                return text
            # A part of a character: the rest follows.
            size = 1

    def read(self, sizeobj=None, /):
        return self._from(self.stream.read, sizeobj)

    def readline(self, sizeobj=None, /):
        return self._from(self.stream.readline, sizeobj)

    def readlines(self, sizehintobj=None, /):
        return self._from(self.stream.read, sizehintobj).splitlines(True)

    def reset(self):
        self._pending, self._state = b"", 0


class MultibyteStreamWriter(_Encoder):
    __module__ = "_multibytecodec"

    def __init__(self, stream, errors="strict"):
        super().__init__(errors)
        self.stream = stream

    def write(self, strobj, /):
        self.stream.write(self._encode(strobj, False))

    def writelines(self, lines, /):
        for line in lines:
            self.write(line)

    def reset(self):
        if self._pending:
            self.stream.write(self._encode("", True))


__import__("_types")._class_of_c(MultibyteIncrementalEncoder, MultibyteIncrementalDecoder, MultibyteStreamReader, MultibyteStreamWriter)

import builtins

BOM_UTF8 = b"\xef\xbb\xbf"
BOM_LE = BOM_UTF16_LE = b"\xff\xfe"
BOM_BE = BOM_UTF16_BE = b"\xfe\xff"
BOM = BOM_UTF16 = BOM_UTF16_LE
BOM_UTF32_LE = b"\xff\xfe\x00\x00"
BOM_UTF32_BE = b"\x00\x00\xfe\xff"
BOM_UTF32 = BOM_UTF32_LE


def encode(obj, encoding="utf-8", errors="strict"):
    return obj.encode(encoding, errors)


def decode(obj, encoding="utf-8", errors="strict"):
    return bytes(obj).decode(encoding, errors)


class CodecInfo(tuple):
    def __new__(cls, encode, decode, name):
        self = tuple.__new__(cls, (encode, decode, None, None))
        self.name, self.encode, self.decode = name, encode, decode
        self.incrementaldecoder = getincrementaldecoder(name)
        self.incrementalencoder = getincrementalencoder(name)
        return self

    def __repr__(self):
        return f"<codecs.CodecInfo object for encoding {self.name} at {id(self):#x}>"


def lookup(encoding, /):
    "".encode(encoding)
    name = encoding.lower().replace("_", "-")
    name = {"utf8": "utf-8", "latin-1": "iso8859-1", "latin1": "iso8859-1"}.get(name, name)
    return CodecInfo(lambda s, errors="strict": (s.encode(encoding, errors), len(s)),
                     lambda b, errors="strict": (bytes(b).decode(encoding, errors), len(b)), name)


class IncrementalDecoder:
    encoding = "utf-8"

    def __init__(self, errors="strict"):
        self.errors = errors
        self.buffer = b""

    def decode(self, input, final=False):
        data = self.buffer + bytes(input)
        try:
            text, self.buffer = data.decode(self.encoding, self.errors), b""
        except UnicodeDecodeError as error:
            if final or error.end < len(data) or error.start < len(data) - 4:
                raise
            text = data[:error.start].decode(self.encoding, self.errors)
            self.buffer = data[error.start:]
        return text

    def reset(self):
        self.buffer = b""


class IncrementalEncoder:
    encoding = "utf-8"

    def __init__(self, errors="strict"):
        self.errors = errors

    def encode(self, input, final=False):
        return input.encode(self.encoding, self.errors)

    def reset(self):
        pass


def getincrementaldecoder(encoding):
    return type("IncrementalDecoder", (IncrementalDecoder,), {"encoding": encoding})


def getincrementalencoder(encoding):
    return type("IncrementalEncoder", (IncrementalEncoder,), {"encoding": encoding})


def getencoder(encoding):
    return lookup(encoding).encode


def getdecoder(encoding):
    return lookup(encoding).decode


def open(filename, mode="r", encoding=None, errors="strict", buffering=-1):
    if encoding is not None and "b" not in mode:
        return builtins.open(filename, mode, buffering, encoding, errors, newline="")
    return builtins.open(filename, mode, buffering)


def iterencode(iterator, encoding, errors="strict"):
    for text in iterator:
        yield text.encode(encoding, errors)


def iterdecode(iterator, encoding, errors="strict"):
    decoder = getincrementaldecoder(encoding)(errors)
    for data in iterator:
        if text := decoder.decode(data):
            yield text
    if text := decoder.decode(b"", True):
        yield text

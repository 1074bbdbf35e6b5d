"""Parts of the library that read data.

`read_NAME(data)` takes any bytes. It handles the exceptions with which a reader refuses data; any other is a fault,
and so is a failed assertion. `SEEDS_NAME` has inputs to begin with.
"""

import array as array_module
import ast
import base64
import binascii
import bz2
import codecs
import csv
import datetime
import decimal
import fractions
import io
import json
import lzma
import marshal
import pickle
import pickletools
import re
import struct
import sys
import time
import xml.etree.ElementTree as ElementTree
import xml.parsers.expat as expat
import zipfile
import zlib


def text(data):
    """The data as text: UTF-8 with surrogates, or else Latin-1."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def parts(data, count):
    """The data cut at null bytes into exactly so many parts."""
    found = data.split(b"\0", count - 1)
    return found + [b""] * (count - len(found))


def same(first, second):
    """Whether two results are equal, NaN included."""
    return first == second or repr(first) == repr(second)


# Syntax trees: from a text to a tree, back to a text, and to code.

def read_ast(data):
    source = text(data)
    for options in [{"type_comments": True}, {"feature_version": 4}, {"mode": "func_type"}]:
        try:
            ast.parse(source, **options)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            pass
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    try:
        compile(tree, "tree", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    try:
        again = ast.unparse(tree)
        if "\\" not in source and source.isascii():
            assert ast.dump(ast.parse(again)) == ast.dump(tree), again
    except RecursionError:
        return
    try:
        ast.literal_eval(source)
    except (SyntaxError, ValueError, TypeError, RecursionError, MemoryError):
        pass


# Compressed data and archives: whole, and in pieces.

SEEDS_ARCHIVES = [
    b"\0" + zlib.compress(b"hello " * 40),
    b"\1" + zlib.compress(b"hello " * 40)[2:-4],
    b"\2" + bz2.compress(b"hello " * 40),
    b"\3" + lzma.compress(b"hello " * 40),
    b"\4" + lzma.compress(b"hello " * 40, format=lzma.FORMAT_ALONE),
]


def archive():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, content in ("a.txt", b"hello " * 10), ("folder/b.txt", b""):
            whole.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return b"\5" + file.getvalue()


SEEDS_ARCHIVES.append(archive())


def read_archives(data):
    kind, data = data[:1], data[1:]
    makers = {
        b"\0": zlib.decompressobj,
        b"\1": lambda: zlib.decompressobj(-15),
        b"\2": bz2.BZ2Decompressor,
        b"\3": lzma.LZMADecompressor,
        b"\4": lambda: lzma.LZMADecompressor(memlimit=16 << 20),
    }
    if kind in makers:
        refusals = (zlib.error, OSError, EOFError, lzma.LZMAError, ValueError, MemoryError)
        results = []
        for size in (len(data) or 1, 7):
            decompressor, out = makers[kind](), b""
            try:
                for start in range(0, len(data), size):
                    if decompressor.eof:
                        break
                    out += decompressor.decompress(data[start:start + size])
            except refusals as error:
                results.append(type(error))
            else:
                results.append(out)
        assert results[0] == results[1], results
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as whole:
            for name in whole.namelist():
                whole.read(name)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, lzma.LZMAError, ValueError, NotImplementedError,
            RuntimeError, struct.error, MemoryError, OverflowError, KeyError):
        pass


# Codecs: whole and in pieces, with every error handler, there and back.

CODECS = ["utf-8", "utf-8-sig", "utf-7", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "ascii",
          "latin-1", "cp1252", "cp437", "koi8-r", "mac-roman", "unicode_escape", "raw_unicode_escape", "idna", "punycode",
          "base64", "hex", "quopri", "uu", "rot13"]
HANDLERS = ["strict", "ignore", "replace", "backslashreplace", "surrogateescape", "surrogatepass"]
SEEDS_CODECS = [bytes([i, j]) + "aé€𝄞\ud800".encode(name if name[:3] == "utf" else "utf-8", "surrogatepass" if name[:3] == "utf" and name != "utf-7" else "ignore")
                for i, name in enumerate(CODECS) for j in (0, 3)]


def read_codecs(data):
    if len(data) < 2:
        return
    name, handler = CODECS[data[0] % len(CODECS)], HANDLERS[data[1] % len(HANDLERS)]
    data = data[2:]
    try:
        whole = codecs.decode(data, name, handler)
    except (UnicodeError, ValueError, AssertionError, LookupError, TypeError):
        whole = None
    # In pieces, UTF-16 and UTF-32 insist on a byte order mark, and UTF-8 waits for the rest of one without end.
    marks = {"utf-16": (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE), "utf-32": (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)}
    is_half_mark = name == "utf-8-sig" and codecs.BOM_UTF8.startswith(data)
    if data.startswith(marks.get(name, b"")) and not is_half_mark and name.startswith(("utf-8", "utf-16", "utf-32", "ascii", "latin", "cp", "koi8")):
        decoder = codecs.getincrementaldecoder(name)(handler)
        try:
            pieces = "".join(decoder.decode(data[i:i + 1]) for i in range(len(data))) + decoder.decode(b"", True)
        except UnicodeError:
            pieces = None
        assert whole == pieces, (name, handler, whole, pieces)
        if whole is not None and handler == "strict" and name not in ("utf-16", "utf-32", "utf-8-sig"):
            assert codecs.encode(whole, name) == data
    if isinstance(whole, str):
        for encode_handler in HANDLERS + ["xmlcharrefreplace", "namereplace"]:
            try:
                codecs.encode(whole, name, encode_handler)
            except (UnicodeError, ValueError, LookupError, TypeError, AssertionError):
                pass


# Dates and times from text.

SEEDS_DATES = [
    b"%Y-%m-%d %H:%M:%S\x002024-02-29 23:59:59", b"%a %d %b %Y %I:%M %p %z\0Mon 01 Jan 2024 01:02 PM +0100",
    b"%j %U %w %y %f %%\x00060 09 4 24 123456 %", b"%G-W%V-%u\x002020-W53-7", b"%c %x %X\0",
    b"2024-02-29T12:30:45.123456+05:30", b"20240229T123045Z", b"2024-W09-4", b"12:30:45.5", b"P1D",
]


def read_dates(data):
    pattern, value = (text(part) for part in parts(data, 2))
    for function in (datetime.datetime.fromisoformat, datetime.date.fromisoformat, datetime.time.fromisoformat):
        try:
            found = function(pattern)
        except ValueError:
            continue
        assert function(found.isoformat()) == found
    try:
        found = datetime.datetime.strptime(value, pattern)
    except (ValueError, re.error, OverflowError):
        found = datetime.datetime(2024, 2, 29, 1, 2, 3, 4)
    for show in (found.strftime, lambda p: time.strftime(p, found.timetuple()), found.__format__):
        try:
            show(pattern)
        except (ValueError, UnicodeError):
            pass


# Decimals, fractions, ints and floats from text, and operations on them.

SEEDS_DECIMAL = [b"1.5\x002.25", b"-0.0000001\x00Infinity", b"sNaN123\x001e999999", b"1_000.5E-7\x00-3", b"0x1f\x000b101",
                 b"12345678901234567890123456789.5\x000.1", b"1e400\x00-1e-400", b"3/4\x00nan"]


def read_decimal(data):
    first, second = (text(part) for part in parts(data, 2))
    numbers = []
    for written in (first, second):
        try:
            float.fromhex(written)
        except (ValueError, OverflowError):
            pass
        for kind in (decimal.Decimal, fractions.Fraction, float, int, complex):
            try:
                number = kind(written)
                if kind is fractions.Fraction:
                    str(number)
            except (ValueError, ArithmeticError, OverflowError):
                continue
            if kind is decimal.Decimal:
                assert repr(kind(str(number))) == repr(number), number
                numbers.append(number)
            else:
                assert same(kind(str(number)), number), number
    with decimal.localcontext(prec=30, Emax=1000, Emin=-1000):
        for a in numbers[:3]:
            for b in numbers[:3]:
                for operation in ("__add__", "__sub__", "__mul__", "__truediv__", "__floordiv__", "__mod__", "__pow__",
                                  "compare", "compare_total", "quantize", "remainder_near", "scaleb", "rotate", "shift",
                                  "logical_and", "max", "min_mag", "next_toward", "same_quantum", "__lt__", "__eq__"):
                    try:
                        getattr(a, operation)(b)
                    except (ArithmeticError, ValueError, TypeError, MemoryError):
                        pass
            for operation in ("sqrt", "exp", "ln", "log10", "logb", "normalize", "to_integral", "as_tuple", "canonical",
                              "to_eng_string", "radix", "next_plus", "number_class", "__hash__", "__int__", "__float__",
                              "as_integer_ratio", "__round__", "__trunc__", "logical_invert"):
                try:
                    getattr(a, operation)()
                except (ArithmeticError, ValueError, TypeError, MemoryError):
                    pass


# Formats: format(), %, str.format, Template.

SEEDS_FORMAT = [b"*^+#012,.3f", b"<10s", b"%-#08.3x|%(a)s|%c", b"{0!r:>{1}}{x.real}{y[0]}", b"_b", b"=+20_.5e", b"z.0f", b"n",
                b"%*.*f", b"{}{}{:{}}"]
VALUES = [0, -1, 10 ** 30, 0.0, -1.5, 1e300, float("nan"), 1 + 2j, "text", "é€", b"bytes", True, None,
          decimal.Decimal("-1.25"), fractions.Fraction(3, 4), datetime.date(2024, 2, 29)]


def read_format(data):
    written = text(data)
    refusals = (ValueError, TypeError, OverflowError, KeyError, IndexError, AttributeError, MemoryError, UnicodeError,
                decimal.InvalidOperation)
    for value in VALUES:
        for show in (lambda: format(value, written), lambda: written % (value,), lambda: written % {"a": value},
                     lambda: written.format(value, 7, x=value, y=[value]), lambda: data % (value,)):
            try:
                show()
            except refusals:
                pass


# JSON and csv: read, written, read again.

SEEDS_JSON = [b'{"a": [1, 2.5, -3e10, "x\\u00e9\\ud83d\\ude00", null, true, false, {}]}', b'[[[[]]]]', b'"\\ud800"', b"NaN", b"-Infinity",
              b'a,b\r\n"c ""d""",e\n', b"1\t'2'\n", b"123456789012345678901234567890"]


def read_json(data):
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        pass
    else:
        written = json.dumps(value)
        assert same(json.loads(written), value), written
        assert same(json.loads(json.dumps(value, indent=1, ensure_ascii=False, sort_keys=True)), value)
    for strict in (False, True):
        for delimiter in (",", "\t"):
            try:
                rows = list(csv.reader(io.StringIO(text(data), newline=""), delimiter=delimiter, strict=strict))
                file = io.StringIO(newline="")
                csv.writer(file, delimiter=delimiter).writerows(rows)
                assert [row for row in csv.reader(io.StringIO(file.getvalue(), newline=""), delimiter=delimiter)] == rows
            except csv.Error:
                pass


# Pickles and marshalled data, in both implementations.

SHARED = [1, "a", (2.5, None)]
SEEDS_PICKLE = [pickle.dumps([SHARED, {"k": SHARED, 3: {4, 5}}, b"x", 10 ** 30, frozenset("a"), 1j, bytearray(b"y"),
                              datetime.date(2024, 1, 2), decimal.Decimal("1.5"), slice(1, 2), range(3)], protocol)
                for protocol in range(6)]
SEEDS_PICKLE += [marshal.dumps([1, 2.5, "a", b"b", (None, True), {"k": {1}}, 10 ** 30, 1j, ...])]


def read_pickle(data):
    try:
        value = pickle.loads(data)
    except Exception:
        pass
    else:
        try:
            pickle.dumps(value)
        except Exception:
            pass
    try:
        pickletools.dis(data, io.StringIO())
    except (ValueError, UnicodeError, KeyError, IndexError, EOFError, OverflowError):
        pass
    try:
        value = marshal.loads(data)
    except (ValueError, EOFError, TypeError, MemoryError):
        return
    try:
        marshal.dumps(value)
    except ValueError:
        pass


# Regular expressions: a byte for the flags, the pattern, the subject.

SEEDS_REGEX = [b"\0(a+)+$\0aaaab", b"\1(?P<n>x|y)(?P=n)\\b\0xx yY", b"\2^.*?(?=z)(?<!q)z\0ab\nz", b"\3[^\\W\\d_]{2,3}+|(?>a|ab)c\0abc",
               b"\0(?i:\xc3\xa9)|(?s-i:.)(?#c)\0\xc3\x89\n", b"\4(?:(a)|b)*(?(1)c|d)\0abc", b"\0\\A\\d+\\Z|\\s*\0 12 ",
               b"\0((.)(?:\\2|x))*?\\B\0aaxbb"]


def read_regex(data):
    flags, rest = data[:1], data[1:]
    pattern, subject = parts(rest, 2)
    flags = (flags or b"\0")[0]
    options = sum(flag for bit, flag in enumerate((re.I, re.M, re.S, re.X, re.A)) if flags >> bit & 1)
    for pattern, subject in ((pattern, subject), (text(pattern), text(subject))):
        try:
            compiled = re.compile(pattern, options)
        except (re.error, OverflowError, RecursionError, ValueError):
            continue
        found = [(m.span(), m.groups(), m.lastindex) for m in compiled.finditer(subject)]
        for span, groups, _ in found:
            assert 0 <= span[0] <= span[1] <= len(subject)
        assert len(compiled.findall(subject)) == len(found)
        first = compiled.search(subject)
        assert (first and first.span()) == (found[0][0] if found else None)
        compiled.split(subject, 3)
        assert compiled.subn(subject[:0], subject)[1] == len(found)
        try:
            compiled.sub(r"\g<0>\1" if isinstance(pattern, str) else rb"\g<0>\1", subject)
        except (re.error, IndexError):
            pass
        whole = compiled.fullmatch(subject)
        assert whole is None or whole.span() == (0, len(subject))


# Binary formats.

SEEDS_STRUCT = [b"<bBhHiIlLqQ\0" + bytes(range(60)), b">3s5pxx?c\0" + bytes(20), b"=efd\0" + bytes(14), b"@nNP0q\0" + bytes(24),
                b"!2H10x\0abcd", b"99999999999s\0a", b"i i\0" + bytes(8)]


def read_struct(data):
    pattern, rest = parts(data, 2)
    try:
        compiled = struct.Struct(pattern)
        size = compiled.size
        if size <= 1 << 20:
            values = compiled.unpack(rest[:size].ljust(size, b"\0"))
            assert len(compiled.pack(*values)) == size
            compiled.unpack_from(rest)
    except (struct.error, MemoryError, OverflowError):
        pass
    view = memoryview(rest)
    try:
        view = view.cast(text(pattern[:2]))
        view.tolist()
        view[::2].tobytes()
        view.hex()
    except (ValueError, TypeError, NotImplementedError, IndexError):
        pass
    try:
        values = array_module.array(text(pattern[:1]), rest)
        assert array_module.array(values.typecode, values.tobytes()) == values or "nan" in repr(values)
    except (ValueError, TypeError, OverflowError):
        pass
    for function in (base64.b64decode, base64.b32decode, base64.b16decode, base64.b85decode, base64.a85decode,
                     binascii.a2b_hex, binascii.a2b_qp, binascii.a2b_uu, binascii.a2b_base64):
        try:
            function(rest)
        except (ValueError, OverflowError, struct.error):
            pass


# XML: whole, and a byte at a time.

SEEDS_XML = [b"<?xml version='1.0' encoding='utf-8'?><!DOCTYPE a [<!ENTITY e 'v'><!ATTLIST a b CDATA 'c'>]><a b='1'>&e;<b/><![CDATA[x]]><!-- c --><?p i?></a>",
             "<a xmlns:x='u'><x:é>€</x:é></a>".encode("utf-16"), b"<a>&#65;&#x42;&lt;</a>", b"<!DOCTYPE r SYSTEM 's'><r/>"]


def events(data, size):
    """What a parser reports of the data in pieces of this size."""
    parser, found = expat.ParserCreate(namespace_separator=" "), []
    for name in ("StartElementHandler", "EndElementHandler", "CharacterDataHandler", "CommentHandler",
                 "ProcessingInstructionHandler", "EntityDeclHandler", "AttlistDeclHandler"):
        setattr(parser, name, lambda *values, name=name: found.append((name, *values)))
    try:
        for start in range(0, len(data), size):
            parser.Parse(data[start:start + size])
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        found.append((error.code,))
    except (LookupError, ValueError) as error:
        found.append((type(error),))
    joined = []
    for event in found:
        if joined and event[:1] == joined[-1][:1] == ("CharacterDataHandler",):
            event = event[0], joined.pop()[1] + event[1]
        joined.append(event)
    # How much text Expat reports before an error, and which error, depends on the pieces.
    if isinstance(joined[-1][0] if joined else None, (int, type)):
        joined[-1] = ("error",)
        if joined[-2:-1] and joined[-2][0] == "CharacterDataHandler":
            del joined[-2]
    return joined


def read_xml(data):
    whole, pieces = events(data, len(data) or 1), events(data, 1)
    assert whole == pieces, (whole, pieces)
    try:
        tree = ElementTree.fromstring(data)
    except (ElementTree.ParseError, LookupError, ValueError):
        return
    ElementTree.tostring(tree)


if sys.argv[1:]:
    # Another interpreter's result for an input: `python3 python.py NAME < INPUT`.
    globals()["read_" + sys.argv[1]](sys.stdin.buffer.read())

"""Error handlers of codecs: built-in ones as functions, registered ones, incomplete input, UTF-7, escapes."""

import codecs
import warnings


def show(label, function, *args):
    try:
        print(label, "=", ascii(function(*args)))
    except Exception as error:
        notes = "".join(f" [{note}]" for note in getattr(error, "__notes__", []))
        print(label, "!", type(error).__name__, ascii(str(error)) + notes)


# Bytes that do not decode go into text and come back.
for encoding in ("utf-8", "ascii", "cp1252", "cp437", "koi8-r", "utf-7"):
    data = b"a\xe7\x81\xffz"
    show(f"{encoding} surrogateescape", data.decode, encoding, "surrogateescape")
    text = "".join(map(chr, (0x61, 0xdce7, 0xdc81, 0xdcff, 0x7a)))
    show(f"{encoding} back", text.encode, encoding, "surrogateescape")
for encoding in ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"):
    show(f"{encoding} lone", "a\ud800b".encode, encoding)
    for errors in ("ignore", "replace", "backslashreplace", "namereplace", "xmlcharrefreplace", "surrogatepass"):
        show(f"{encoding} lone {errors}", "a\ud800b".encode, encoding, errors)
    encoded = "a\udc80b".encode(encoding, "surrogatepass")
    show(f"{encoding} passed", encoded.decode, encoding, "surrogatepass")
    show(f"{encoding} strict", encoded.decode, encoding)

# Registered handlers: text, bytes, positions before and after, and wrong answers.
answers = {
    "text": lambda e: ("<?>", e.end),
    "bytes": lambda e: (b"\x00\xff", e.end),
    "negative": lambda e: ("-", -1),
    "outside": lambda e: ("", 99),
    "odd": lambda e: (b"x", e.end),
    "unencodable": lambda e: ("\u20ac", e.end),
    "no tuple": lambda e: 42,
    "raises": lambda e: 1 / 0,
}
for name, handler in answers.items():
    codecs.register_error("test." + name, handler)
    show(f"encode ascii {name}", "x\xe9\xe8y".encode, "ascii", "test." + name)
    show(f"encode utf-16 {name}", "x\ud900y".encode, "utf-16", "test." + name)
    show(f"encode cp437 {name}", "x\u3042y".encode, "cp437", "test." + name)
    show(f"decode ascii {name}", b"x\xe9\xe8y".decode, "ascii", "test." + name)
    show(f"decode utf-8 {name}", b"x\xff\xe2\x82y".decode, "utf-8", "test." + name)


def exchange(error):
    error.object = b"longer than before"
    return "!", error.end


codecs.register_error("test.exchange", exchange)
show("exchanged bytes", b"ab\xffcd".decode, "utf-8", "test.exchange")
show("unknown handler unused", "abc".encode, "ascii", "nosuch")
show("unknown handler", "\xe9".encode, "ascii", "nosuch")

# The built-in handlers as functions.
errors = [
    UnicodeEncodeError("ascii", "a\u20ac\U0001f600b", 1, 3, "why"),
    UnicodeEncodeError("utf-8", "a\udc80\udc81b", 1, 3, "why"),
    UnicodeDecodeError("utf-8", b"a\xed\xa0\x80b", 1, 3, "why"),
    UnicodeTranslateError("a\u20acb", 1, 2, "why"),
    ValueError("other"),
]
for name in ("strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace", "namereplace",
             "surrogateescape", "surrogatepass"):
    for error in errors:
        show(f"{name}({type(error).__name__})", codecs.lookup_error(name), error)
for args in ((), ("utf-8", "text", 0, 1, "r"), (1, b"", 0, 1, "r"), ("u", b"", "0", 1, "r"), ("u", b"", 0, 1, 2)):
    show(f"UnicodeDecodeError{args}", UnicodeDecodeError, *args)

# Incomplete sequences wait for more bytes.
for encoding, text in (("utf-8", "a\u20ac\U0001f600"), ("utf-16", "a\u20ac\U0001f600"), ("utf-32-be", "a\u20ac"),
                       ("utf-7", "a+\u20ac-b\U0001f600"), ("unicode_escape", "\x01\u20ac\\"),
                       ("raw_unicode_escape", "\\\u20ac\xe9")):
    data = text.encode(encoding)
    decoder = codecs.getincrementaldecoder(encoding)()
    parts = [decoder.decode(data[i:i + 1]) for i in range(len(data))] + [decoder.decode(b"", True)]
    print(encoding, "by bytes =", ascii(parts), "".join(parts) == text)
for data in (b"\xe2\x82", b"\xf0\x9f\x98", b"\xed\xa0", b"a\xff"):
    show(f"utf_8_decode({data})", codecs.utf_8_decode, data)
    show(f"utf_8_decode({data}, final)", codecs.utf_8_decode, data, "strict", True)
show("utf_16_ex_decode big", codecs.utf_16_ex_decode, b"\xfe\xff\x20\xac\x00", "strict", 0, False)
show("utf_32_ex_decode", codecs.utf_32_ex_decode, b"\xff\xfe\0\0a\0\0\0", "strict", 0, True)

# UTF-7.
for text in ("Hi Mom -\u263a-!", "\u65e5\u672c\u8a9e", "1 + 1 = 2", "~\\", "\U0001f600-", "a\x00b", "\ud800"):
    encoded = text.encode("utf-7")
    print("utf-7", ascii(text), encoded, ascii(encoded.decode("utf-7")))
for data in (b"+", b"+IA", b"+AAAAxx-", b"a+//,+IKx/b", b"\xe1", b"+2AEA", b"+AL-", b"a+@b"):
    show(f"utf-7 {data}", data.decode, "utf-7")
    show(f"utf-7 {data} replace", data.decode, "utf-7", "replace")

# Escapes.
for data in (rb"\N{DIGIT ONE}\x41\u20ac\101", rb"\N{NOSUCH}", rb"\N", rb"\N{", rb"\x4", rb"\U00110000", b"a\\"):
    show(f"unicode_escape {data}", data.decode, "unicode_escape")
    show(f"unicode_escape {data} replace", data.decode, "unicode_escape", "replace")
for data in (rb"\u20ac\\u20ac", rb"\u20", rb"\U00110000", b"a\\", b"\xe9"):
    show(f"raw_unicode_escape {data}", data.decode, "raw_unicode_escape")
show("escape_decode", codecs.escape_decode, rb"\x41\n\'\101\\")
show("escape_decode truncated", codecs.escape_decode, rb"a\x4")
show("escape_decode replaced", codecs.escape_decode, rb"a\x4b\xz", "replace")
show("escape_decode trailing", codecs.escape_decode, b"a\\")
show("escape_encode", codecs.escape_encode, b"a'\"\\\n\xff")
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    codecs.escape_decode(rb"\q\777")
    rb"\d\400".decode("unicode_escape")
    for warning in seen:
        print("warning:", warning.category.__name__, warning.message)

# Tables.
for table in ("ab\ufffe", {0: "xy", 1: 0x263a, 2: None}, {0: -1}, {0: b"x"}):
    show(f"charmap_decode {ascii(table)}", codecs.charmap_decode, b"\0\1\2\3", "replace", table)
for table in ({97: 1, 98: b"bb", 99: None, 63: 63}, {97: 300}, {97: "x"}):
    show(f"charmap_encode {table}", codecs.charmap_encode, "abcd", "replace", table)
    show(f"charmap_encode {table} strict", codecs.charmap_encode, "acdb", "strict", table)
show("noted", codecs.encode, "text", "hex")
show("noted decode", codecs.decode, b"zz", "hex")
show("name", codecs.lookup, "no-such CODEC")
print("names:", codecs.lookup("UTF 8").name, codecs.lookup("Latin--1").name, codecs.lookup("utf-7").name)

"""Text and bytes that are longer than the parts in which they are worked on."""

import binascii
import codecs
import hashlib
import json
import unicodedata

PART = 16 * 1024


def shown(value):
    if isinstance(value, str):
        value = value.encode("utf-8", "surrogatepass")
    return f"{len(value)} {hashlib.sha256(value).hexdigest()[:16]}"


def attempt(name, function):
    try:
        print(name, shown(function()))
    except UnicodeError as error:
        print(name, type(error).__name__, error.start, error.end, error.reason)


for shift in range(4):
    text = "x" * (PART - shift) + "ΑΣ ǆé'\tß\n\"Σ" * 5000
    for method in "upper lower title capitalize casefold swapcase expandtabs".split():
        attempt(f"{method} {shift}", getattr(text, method))
    attempt(f"repr {shift}", lambda: repr(text))
    attempt(f"ascii {shift}", lambda: ascii(text))
    attempt(f"json {shift}", lambda: json.dumps(text) + json.dumps(text, ensure_ascii=False))
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        attempt(f"{form} {shift}", lambda: unicodedata.normalize(form, text))

    data = text.encode()
    for method in "upper lower title capitalize swapcase expandtabs hex".split():
        attempt(f"bytes {method} {shift}", getattr(data, method))
    attempt(f"bytes translate {shift}", lambda: data.translate(bytes(range(255, -1, -1)), b"xs"))
    attempt(f"base64 {shift}", lambda: binascii.b2a_base64(data))
    attempt(f"crc_hqx {shift}", lambda: str(binascii.crc_hqx(data, 7)))

    wide = "a" * (PART - shift) + "é€🦀" * 9000
    for encoding in "utf-8 utf-8-sig utf-16 utf-16-be utf-32 utf-7 unicode_escape raw_unicode_escape".split():
        attempt(f"encode {encoding} {shift}", lambda: wide.encode(encoding))
        attempt(f"decode {encoding} {shift}", lambda: wide.encode(encoding).decode(encoding))
        attempt(f"cut {encoding} {shift}", lambda: wide.encode(encoding)[:-1].decode(encoding))
    for encoding in "ascii latin-1 cp1252 iso8859-15".split():
        for errors in "strict ignore replace backslashreplace xmlcharrefreplace".split():
            attempt(f"encode {encoding} {errors} {shift}", lambda: wide.encode(encoding, errors))
    broken = b"a" * (PART - shift) + b"\xe2\x82\xff\xf0\x9f\xa6" * 9000
    for errors in "strict ignore replace backslashreplace surrogateescape".split():
        attempt(f"decode broken {errors} {shift}", lambda: broken.decode("utf-8", errors))
        attempt(f"decode ascii {errors} {shift}", lambda: broken.decode("ascii", errors))
    escaped = b"a" * (PART - shift) + rb"\N{GREEK SMALL LETTER ALPHA}\x41\u20ac\101" * 3000
    attempt(f"decode escapes {shift}", lambda: escaped.decode("unicode_escape"))

runs = []


def note(error):
    runs.append((error.start, error.end))
    return "?", error.end


codecs.register_error("note", note)
("b" * 10 + "é" * (3 * PART) + "c" + "é" * 5).encode("ascii", "note")
print("runs of a registered handler", runs)

for width in (-1, 0, 3, 4, 7, PART + 3, 5 * PART + 1):
    for text in ("", "abc", "-abc", "é€"):
        fields = [text.center(width, "·"), text.ljust(width), text.rjust(width, "é")]
        print(f"fields {width} {text!a}", *map(shown, fields + [text.zfill(width)]))
    data = b"-5"
    fields = [data.center(width, b"*"), data.ljust(width), data.rjust(width), data.zfill(width)]
    print(f"bytes fields {width}", *map(shown, fields))
for width in (5, PART, PART + 9):
    print(f"formats {width}", shown(f"{-5:>{width}}"), shown(f"{-5:é<0{width},}"), shown(f"{2.5:^{width}.3f}"))
    print(f"percents {width}", shown("%*d" % (width, -5)), shown("%-*s|" % (width, "é")), shown("%0*.2f" % (width, -1.5)))
    print(f"bytes percents {width}", shown(b"%*d" % (width, -5)), shown(b"%-*b|" % (width, b"x")))
for group in (-5, -2, -1, 0, 1, 2, 3, 100, 2**31 - 1, -(2**31)):
    print(f"hex groups {group}", bytes(range(7)).hex(":", group), b"".hex(":", group) or "empty")
for group in (2**31, -(2**31) - 1, 2**70):
    try:
        print(f"hex groups {group}", bytes(7).hex(":", group))
    except OverflowError as error:
        print(f"hex groups {group}", error)

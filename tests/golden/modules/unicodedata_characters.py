# Every character has the properties of Unicode 15.1, whatever version the tables come from.
import unicodedata
from unicodedata import ucd_3_2_0
from zlib import crc32

# Large blocks of characters that are alike, and unassigned ones, are represented by a few.
ALIKE = [(0x3400, 0x4DC0), (0x4E00, 0xA000), (0xAC00, 0xD7A4), (0xE000, 0xF900)]
ALIKE += [(0x12000, 0x16000), (0x17000, 0x1AFF0), (0x1FC00, 0x2F800), (0x2FA20, 0x10F000)]
sparse = {code for first, end in ALIKE for code in range(first, end) if code % 97}
# Lone surrogates are left out, and the private characters that may stand for them.
codes = [*range(0xD800), *range(0xE000, 0x10F000), *range(0x10F800, 0x110000, 97)]
characters = [chr(code) for code in codes if code not in sparse]


def show(name, property, usual):
    """Prints how many characters have the property, the first and the last one, and a checksum."""
    unusual = [(c, value) for c in characters if (value := property(c)) != usual]
    first, last = ascii(unusual[0]), ascii(unusual[-1])
    print(name, len(unusual), first, last, crc32(ascii(unusual).encode()))


for name in ["isalpha", "isdecimal", "isdigit", "isnumeric", "isalnum", "isspace", "isprintable"]:
    show(name, getattr(str, name), False)
for name in ["isidentifier", "isupper", "islower", "istitle"]:
    show(name, getattr(str, name), False)
for name in ["upper", "lower", "title", "casefold", "swapcase", "capitalize"]:
    method = getattr(str, name)
    show(name, lambda c: changed if (changed := method(c)) != c else None, None)
for name, usual in [
    ("category", "Cn"),
    ("bidirectional", ""),
    ("combining", 0),
    ("mirrored", 0),
    ("east_asian_width", "N"),
    ("decomposition", ""),
]:
    show(name, getattr(unicodedata, name), usual)
for name in ["name", "decimal", "digit", "numeric"]:
    method = getattr(unicodedata, name)
    show(name, lambda c: method(c, None), None)
for form in ["NFC", "NFD", "NFKC", "NFKD"]:
    show(form, lambda c: n if (n := unicodedata.normalize(form, c)) != c else None, None)

print("--- a character of Unicode 16.0 ---")
new = "\U0001CCD6"
print(ascii(new), new.isprintable(), unicodedata.category(new), unicodedata.name(new, "no name"))
print(ascii(unicodedata.normalize("NFKC", f"e\u0301{new}e\u0301")))
try:
    unicodedata.lookup("OUTLINED LATIN CAPITAL LETTER A")
except KeyError as error:
    print("KeyError", error)
print("--- small letters whose capital came later ---")
for c in "\u019b\u0264\ua7d3":
    print(ascii(c), c.islower(), ascii(c.upper()), ascii(c.capitalize()))
print("--- mappings of one step ---")
for c in "\u01c4\u1e14\ufdfa\u212b\ufb2c½²\uac00":
    print(ascii(c), unicodedata.decomposition(c))
print("--- values ---")
for c in "\u0f33\u0f2b\u2180\u5146\U0001F10C\u09f4":
    print(ascii(c), unicodedata.numeric(c))
print("--- the old database ---")
for c in "a\u0221\u1d00\U0001F600":
    print(ascii(c), ucd_3_2_0.category(c), ucd_3_2_0.name(c, None), unicodedata.name(c))
try:
    "\u0221.example".encode("idna")
except UnicodeError as error:
    print(type(error).__name__, error)

import unicodedata

for c in "aÉ٣½Ⅷ²漢ｱＡ ☃\u0301\u200d…₩":
    print(ascii(c), unicodedata.name(c, "?"), unicodedata.category(c), unicodedata.bidirectional(c),
          unicodedata.combining(c), unicodedata.east_asian_width(c), unicodedata.decimal(c, None),
          unicodedata.digit(c, None), unicodedata.numeric(c, None))
print(unicodedata.lookup("SNOWMAN"), unicodedata.lookup("latin small letter e with acute"), "\N{BULLET}")

text = "Ǆ ﬁancé Å ①"
for form in ("NFC", "NFD", "NFKC", "NFKD"):
    normal = unicodedata.normalize(form, text)
    print(form, ascii(normal), len(normal), unicodedata.is_normalized(form, normal), unicodedata.is_normalized(form, text))
print("unicodedata.decomposition(\"ǖ\") =", unicodedata.decomposition("ǖ"))
print("repr(unicodedata.decomposition(\"a\")) =", repr(unicodedata.decomposition("a")))


def slug(title):
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return "-".join(plain.lower().split())


print(slug("Crème Brûlée à la carte"), "".join(c for c in unicodedata.normalize("NFD", "žluťoučký")
                                              if unicodedata.category(c) != "Mn"))
for broken in (lambda: unicodedata.name("\n"), lambda: unicodedata.lookup("NO SUCH THING"), lambda: unicodedata.name("ab"),
               lambda: unicodedata.category(1), lambda: unicodedata.normalize("NFX", "a"), lambda: unicodedata.digit("a"),
               lambda: unicodedata.decimal("²"), lambda: unicodedata.numeric("x"), lambda: unicodedata.normalize("NFC", b"a")):
    try:
        print(broken())
    except (ValueError, KeyError, TypeError) as error:
        print(type(error).__name__, error)
print("b\"\\\\N{SNOWMAN}\\\\u00e9\".decode(\"unicode_escape\") =", b"\\N{SNOWMAN}\\u00e9".decode("unicode_escape"))
for c in "\ud800", "\udfff", "\ue000":
    print("surrogates and private", ascii(c), unicodedata.category(c), unicodedata.east_asian_width(c), unicodedata.combining(c))

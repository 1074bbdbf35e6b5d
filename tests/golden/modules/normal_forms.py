"""Normal forms of texts that have them already, and of texts that have not."""
import unicodedata

texts = ["", "abc", "caf\u00e9", "cafe\u0301", "\u00c5ngstr\u00f6m", "\u212b", "\ufb01", "\u1e9b\u0323", "\u00bd", "\u02ff",
         "\u0344", "\uac00", "\u1100\u1161", "a" * 5000, "\u00e9" * 3000, "e\u0301" * 3000]
for text in texts:
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        normal = unicodedata.normalize(form, text)
        print(ascii(text[:8]), form, len(normal), ascii(normal[:8]), unicodedata.is_normalized(form, text))
try:
    unicodedata.normalize("NFX", "abc")
except ValueError as error:
    print(error)

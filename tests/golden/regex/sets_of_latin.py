"""Sets over the first 256 characters: ranges, categories, negation and ignored case."""
import re

characters = "".join(map(chr, range(300))) + "\u0130\u0131\u017f\u212a\u1e9e"
for pattern in ("[a-z]", "[^a-z]", r"[\w]", r"[^\w\s]", r"[\d\-x]", "[\u00c0-\u00de]", "[\u00e0-\u00ff]", "[^\u00df]",
                "k", "[^k]", "s", "\u00df", "\u00ff", "\u00d7", "[i-k]", "[\u0100-\u012f]", r"[^\W\d_]", "[\u00b5]", "."):
    for flags in (0, re.I, re.A, re.I | re.A):
        found = re.findall(pattern, characters, flags)
        print(repr(pattern), int(flags), len(found), ascii("".join(found))[:400])
    raw = pattern.encode("latin-1", "ignore")
    for flags in (0, re.I):
        found = re.findall(raw, bytes(range(256)), flags) if raw not in (b"", b"[-]") else []
        print(repr(raw), int(flags), len(found), b"".join(found)[:60])

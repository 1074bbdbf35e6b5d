"""Lone surrogates are ordered by their numbers, among the characters before and after them."""
from bisect import bisect

one, other = "\udd00", "\ud800"
for bound in ("\x7f", "\ud7ff", other, one, "\udfff", "\ue000", "\uffff", "\U00010000", "\U0010ffff"):
    print(ascii(bound), one < bound, one <= bound, one > bound, one >= bound, (one, 1) < (bound, 0), min(one, bound) == one)
texts = ["\ue000", one, "\ud7ff", "\U00010000", other, "z", "a" + one, "a\ue000", "a", one + "b", one + "a", "é" + one, "é"]
print("sorted:", ascii(sorted(texts)))
print("reversed:", ascii(sorted(texts, reverse=True)) == ascii(sorted(texts)[::-1]))
print("max:", ascii(max(texts)), "min:", ascii(min(texts)), "bisect:", bisect(["\ud7ff", "\ue000"], one))
print("ranges:", ["\ud800" <= char <= "\udfff" for char in ("\ud7ff", other, one, "\ue000")])
long = ["x" * 600 + text for text in texts]
print("long:", ascii([text[600:] for text in sorted(long)]), ascii(max(long)[600:]))

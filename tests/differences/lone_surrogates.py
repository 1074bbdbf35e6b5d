"""A lone surrogate is a private character of the planes that no font has.

Text is UTF-8, which has no surrogates, so U+D800 to U+DFFF are held as U+10F000 to U+10F7FF. Encoding,
decoding, `repr` and `ord` treat them as CPython does; a program that uses those characters for
itself sees surrogates.
"""

lone = b"\xff".decode(errors="surrogateescape")
print("ord:", hex(ord(lone)))
print("encoded:", lone.encode(errors="surrogateescape"))
print("private character:", ascii(chr(0x10F000)))

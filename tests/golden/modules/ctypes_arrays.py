# Arrays of characters and numbers: their values, items and slices.
import ctypes, sys
b = ctypes.create_string_buffer(4)
for v in ("x", b"abcde", 5, bytearray(b"ab"), b"ab", b"abcd"):
    try:
        b.value = v
        print(b.raw, b.value, b[:], b[1:3], b[::-1], b[0])
    except Exception as e:
        print(type(e).__name__, e)
w = ctypes.create_unicode_buffer(4)
for v in (b"x", "abcde", 5, "ab", "\U0001f600", "abcd"):
    try:
        w.value = v
        print(ascii(w[:]), ascii(w.value), ascii(w[1:3]), ascii(w[::-2]), ascii(w[0]))
    except Exception as e:
        print(type(e).__name__, e)
for t in (ctypes.c_int, ctypes.c_double, ctypes.c_bool, ctypes.c_ubyte, ctypes.c_longlong, ctypes.c_int.__ctype_be__):
    a = (t * 4)(1, 0, 3, 4)
    print(t.__name__, a[:], a[1:3], a[::-1], list(a), a[-1])
    a[1:3] = [7, 8]
    print(a[:])
class Own(ctypes.c_int): pass
a = (Own * 2)(1, 2)
print([type(x).__name__ for x in a], [type(x).__name__ for x in a[:]])
p = (ctypes.c_char_p * 2)(b"x", None)
print(p[:], p[0])
b[0:2] = b"zz"
print(b.raw)
try: b[0:2] = b"zzz"
except Exception as e: print(type(e).__name__, e)
big = ctypes.create_string_buffer(b"a" * 3_000_000)
print(len(big), len(big.value), big[2_999_999], big[3_000_000], len(big[:]))
wide = ctypes.create_unicode_buffer("é" * 300_000)
print(len(wide), len(wide.value), wide[-1])
class S(ctypes.Structure): _fields_ = [("name", ctypes.c_char * 4), ("n", ctypes.c_int)]
s = S(b"ab", 3)
print(s.name, s.n); s.name = b"abcd"; print(s.name)

b = b"hello\x00\xff"
print(b, len(b), b[0], b[-1], b[1:3], b[::-1], list(b[:3]), b == b"hello\x00\xff", 104 in b, b"ell" in b)
print("bytes(3) =", bytes(3))
print("bytes([65, 66]) =", bytes([65, 66]))
print("bytes(\"é\", \"utf-8\") =", bytes("é", "utf-8"))
print("bytes(b\"x\") =", bytes(b"x"))
print("bytes(range(3)) =", bytes(range(3)))
print("bytes() =", bytes())
print(b.hex(), b"ab".hex("-"), bytes.fromhex("68 65 6c"), b"a" + b"b", b"ab" * 2, b"a" < b"b")
print(b"a,b,c".split(b","), b"-".join([b"x", b"y"]), b" x ".strip(), b"abc".upper(), b"abc".replace(b"b", b"X"), b"abc".find(b"c"), b"abc".startswith(b"ab"))
print(repr(b"it's"), repr(b'"'), repr(b"'\""), b"\t\n\r\\ \x7f", b"abc".decode(), b"%d %s" % (5, b"x"))
a = bytearray(b"abc")
a[0] = 65
a.append(100)
a += b"ef"
a.extend([103])
del a[1]
print(a, len(a), a[1:3], bytes(a), a.decode(), a == b"Acdefg", a.pop(), a)
a[1:3] = b"XYZ"
a.insert(0, 33)
a.reverse()
print(a, list(a))
for bad in ("bytes([256])", "bytes('a')", "bytes(-1)", "b'a' + 'b'", "b'a'[5]", "b'é'", "bytearray(b'a').append(300)", "b'abc'.find('a')", "bytes.fromhex('zz')"):
    try:
        eval(bad)
    except (ValueError, TypeError, IndexError, SyntaxError) as error:
        print(type(error).__name__, error if type(error) is not SyntaxError else error.msg)
try:
    b[0] = 1
except TypeError as error:
    print(error)
print("hash(b\"a\") == hash(b\"a\") =", hash(b"a") == hash(b"a"))
print("{b\"k\": 1}[b\"k\"] =", {b"k": 1}[b"k"])
print("isinstance(b, bytes) =", isinstance(b, bytes))
print("b\"a\".isalpha() =", b"a".isalpha())
print("b\"12\".isdigit() =", b"12".isdigit())
print("b\"a b\".title() =", b"a b".title())

m = memoryview(b"abcdef")
print(m[0], bytes(m[1:3]), len(m), m.tolist()[:2], m[::2].tobytes(), m.readonly, m == b"abcdef")
a = bytearray(b"xyz")
v = memoryview(a)
v[0] = 65
print(a, v.nbytes, v.format, v.itemsize)
v.release()
print(int.from_bytes(a, "big"), list(zip(b"ab", b"cd")), sum(b"\x01\x02"), max(b"az"), sorted(b"cab"))
print([f"{x:02x}" for x in b"\x00\xab"], bytes(x ^ 0xFF for x in b"\x00\x0f"), bytes(reversed(b"abc")))
print(b"a\nb\r\nc".splitlines(), b"a-b".partition(b"-"), b"abc".translate(bytes.maketrans(b"ab", b"xy")), b"x".center(5, b"*"), b"7".zfill(3), b"aXbX".count(b"X"))
for i, byte in enumerate(b"hi"):
    print(i, byte, chr(byte))

"""`%` of bytes, with bytes that are not ASCII."""

print("conversions =", b"%d|%5.2f|%s|%b|%c|%a|%r|%x|%%" % (5, 2.5, b"\xff\x00", b"a", 65, "\xe9", "b", 255))
print("template =", b"\xe9%s\xff" % b"x", b"\xe9%d" % 5, b"\x80" % ())
print("keys =", b"%(a)s" % {b"a": b"\xfe"}, b"%(\xe9)d" % {b"\xe9": 1})
print("widths =", b"%-5d|%05d|%*d|%-6s|" % (1, 2, 5, 3, b"\xe9"))
print("large =", len(b"%s" % (b"\xe9" * 100_000)), len(b"%100000d" % 1))

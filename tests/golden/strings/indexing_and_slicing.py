s = "héllo wörld"
print(s[0], s[1], s[-1], s[2:5], s[:3], s[-3:], s[::2], s[::-1], s[8:2:-2], s[20:], s[5:2])
print("len(s) =", len(s))
print("len(\"日本\") =", len("日本"))
print("len(\"😀\") =", len("😀"))
print("len(\"e\\u0301\") =", len("e\u0301"))
print("\"😀x\"[0] =", "😀x"[0])
print("\"😀x\"[1] =", "😀x"[1])
print("[c for c in \"añb\"] =", [c for c in "añb"])
print("list(reversed(\"añb\")) =", list(reversed("añb")))
print("sorted(\"hello\") =", sorted("hello"))
for bad in ("s[20]", "s[-20]", "s['a']", "s[1.0]", "s[::0]"):
    try:
        eval(bad)
    except (IndexError, TypeError, ValueError) as error:
        print(error)
try:
    s[0] = "x"
except TypeError as error:
    print(error)
try:
    del s[0]
except TypeError as error:
    print(error)
print("ab" * 3, 3 * "ab", "ab" * 0, "ab" * -1, "a" + "b")
print("\"a\" < \"b\" =", "a" < "b")
print("\"a\" < \"B\" =", "a" < "B")
print("\"abc\" < \"abd\" =", "abc" < "abd")
print("\"ab\" < \"abc\" =", "ab" < "abc")
print("\"\" < \"a\" =", "" < "a")
print("\"é\" > \"z\" =", "é" > "z")
print("\"日\" < \"😀\" =", "日" < "😀")
print("max(\"abc\") =", max("abc"))
print("min(\"bca\") =", min("bca"))
print("ord(\"a\") =", ord("a"))
print("ord(\"é\") =", ord("é"))
print("ord(\"😀\") =", ord("😀"))
print("chr(97) =", chr(97))
print("chr(8364) =", chr(8364))
print("chr(0x1F600) =", chr(0x1F600))
long = "".join(chr(0x61 + i % 26) + "é" for i in range(500))
print("long[997] =", long[997])
print("long[500] =", long[500])
print("long[-1] =", long[-1])
print("long.index(\"b\") =", long.index("b"))
print("len(long) =", len(long))

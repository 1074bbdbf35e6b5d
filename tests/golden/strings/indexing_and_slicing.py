s = "héllo wörld"
print(s[0], s[1], s[-1], s[2:5], s[:3], s[-3:], s[::2], s[::-1], s[8:2:-2], s[20:], s[5:2])
print(len(s), len("日本"), len("😀"), len("e\u0301"), "😀x"[0], "😀x"[1])
print([c for c in "añb"], list(reversed("añb")), sorted("hello"))
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
print("a" < "b", "a" < "B", "abc" < "abd", "ab" < "abc", "" < "a", "é" > "z", "日" < "😀", max("abc"), min("bca"))
print(ord("a"), ord("é"), ord("😀"), chr(97), chr(8364), chr(0x1F600))
long = "".join(chr(0x61 + i % 26) + "é" for i in range(500))
print(long[997], long[500], long[-1], long.index("b"), len(long))

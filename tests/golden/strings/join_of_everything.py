table = [("name", "qty", "price"), ("tea", 2, 3.5), ("coffee", 10, 12.25), ("ü", 100, 0.1)]
widths = [max(len(str(row[i])) for row in table) for i in range(3)]
for row in table:
    print("\" | \".join(str(c).ljust(w) if isinstance(c, str) else str... =", " | ".join(str(c).ljust(w) if isinstance(c, str) else str(c).rjust(w) for c, w in zip(row, widths)))
print("\"-+-\".join(\"-\" * w for w in widths) =", "-+-".join("-" * w for w in widths))
print(f"{'total':<{widths[0]}} = {sum(q * p for _, q, p in table[1:]):>8.2f}")
text = "a man a plan a canal panama"
letters = [c for c in text if c != " "]
print(letters == letters[::-1], text.title().swapcase(), " ".join(sorted(set(text.split()), key=text.find)))
print("".join(chr(ord("a") + (ord(c) - 97 + 13) % 26) if c.isalpha() else c for c in text))
roman = [(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]


def to_roman(n):
    out = ""
    for value, letters in roman:
        while n >= value:
            out, n = out + letters, n - value
    return out


print([to_roman(n) for n in (4, 9, 14, 1994, 2026)])


def run_length(s):
    out, last, n = [], None, 0
    for c in s + "\0":
        if c == last:
            n += 1
        else:
            if last is not None:
                out.append(f"{n}{last}" if n > 1 else last)
            last, n = c, 1
    return "".join(out)


print("run_length(\"aaabccd\") =", run_length("aaabccd"))
print("run_length(\"\") =", run_length(""))
print("run_length(\"zzzzzzzzzzzz\") =", run_length("zzzzzzzzzzzz"))
print("\"\\n\".join((\"*\" * n).center(9) for n in range(1, 10, 2)) =", "\n".join(("*" * n).center(9) for n in range(1, 10, 2)))
print("*(\"\".join(p) for p in zip(\"abc\", \"xyz\")), \"%05.1f|%-6s|%+... =", *("".join(p) for p in zip("abc", "xyz")), "%05.1f|%-6s|%+d" % (3.14159, "ab", 7), "{0:>{1}}".format("r", 4))
s = ""
for i in range(1000):
    s += str(i % 10)
print("len(s) =", len(s))
print("s[-5:] =", s[-5:])
print("s.count(\"12\") =", s.count("12"))
print("hash(s) == hash(\"0123456789\" * 100) =", hash(s) == hash("0123456789" * 100))

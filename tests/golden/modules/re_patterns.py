import re

m = re.match(r"(\w+)-(\d+)", "hob-42 rest")
print(m.group(), m.group(1, 2), m.groups(), m.start(), m.end(2), m.span(1), m[2], m.string)
print("re.match(\"b\", \"ab\") =", re.match("b", "ab"))
print("re.search(\"b\", \"ab\").span() =", re.search("b", "ab").span())
print("re.fullmatch(\"a+\", \"aaa\") is not None =", re.fullmatch("a+", "aaa") is not None)
print("re.fullmatch(\"a\", \"ab\") =", re.fullmatch("a", "ab"))
print(re.findall(r"\d+", "1 22 333"), re.findall(r"(\w)(\d)", "a1 b2"), re.split(r"[,;]\s*", "a, b;c"), re.split(r"(-)", "a-b"), re.sub(r"\s+", " ", "a  b \n c"), re.subn("a", "b", "aaa", count=2))
print(re.sub(r"(\w+) (\w+)", r"\2 \1", "hello world"), re.sub("x", lambda m: m.group().upper() + str(m.start()), "axbx"), re.sub(r"(?P<n>\d)", r"<\g<n>>", "a1"))
m = re.search(r"(?P<year>\d{4})-(?P<month>\d\d)", "on 2024-05-01")
print(m.groupdict(), m["year"], m.lastgroup, m.expand(r"\g<month>/\1"), repr(m))
print("[m.group() for m in re.finditer(r\"(?i)h\\w\", \"Hello hi oh\")] =", [m.group() for m in re.finditer(r"(?i)h\w", "Hello hi oh")])
print("re.findall(\"^a\", \"a\\na\", re.M) =", re.findall("^a", "a\na", re.M))
print("re.findall(\"a.b\", \"a\\nb\", re.S) =", re.findall("a.b", "a\nb", re.S))
print("re.search(\"\"\"a # comment b\"\"\", \"ab\", re.VERBOSE).group() =", re.search("""a  # comment
b""", "ab", re.VERBOSE).group())
print(re.findall(r"(?<=\$)\d+", "$5 6 $7"), re.findall(r"\b\w{3}\b", "the cat sat up"), re.match(r"(a)|(b)", "b").groups(), re.findall(r"a(?!b)", "ab ac"), re.match(r"(.)\1", "aa").group(), re.findall("a*?b|a", "aab"), re.findall("", "ab"))
p = re.compile(r"(\d)(\d)?", re.ASCII)
print(p.pattern, p.groups, p.flags, p, p.match("1").groups("x"), p.findall("12 3"), p.sub("n", "123"), p.search("ab12", 3))
print(re.escape("a.b*c"), re.findall(rb"\d", b"a1"), re.sub("é", "e", "café"), re.findall(r"\w+", "日本 語"), re.I | re.M)
for bad in ("(", "a**", "[z-a]", "(?P<1>a)", "\\", "(?P=x)", "a{2,1}", ")", "[", "(?<=a+)b"):
    try:
        re.compile(bad)
    except re.error as error:
        print(repr(bad), error)

s = "  Hello, World  "
print(repr(s.strip()), repr(s.lstrip()), repr(s.rstrip()), "xxaxx".strip("x"), "abcba".strip("ab"))
s = "hello World"
print(s.upper(), s.lower(), s.title(), s.capitalize(), s.swapcase(), "ẞß".casefold(), "ß".upper())
print("they're bill's".title(), "ǆ".title(), "ΑΣ".lower())
print("abc".isalpha(), "ab1".isalnum(), "123".isdigit(), "½".isnumeric(), "½".isdigit(), "²".isdigit(), "²".isdecimal())
print("Ab".isupper(), "AB".isupper(), "ab".islower(), "Ab C".istitle(), " \t".isspace(), "".isspace(), "a b".isidentifier(), "_x1".isidentifier())
print("abc".isascii(), "é".isascii(), "a\n".isprintable(), "é".isprintable())
print("prefix_x".removeprefix("prefix_"), "x.py".removesuffix(".py"), "x".removeprefix("y"))
print("abc".center(9, "*"), "abc".ljust(6) + "|", "abc".rjust(6), "42".zfill(5), "-42".zfill(5), "+".zfill(3))
print("a\tb\tc".expandtabs(4), "a\tb".expandtabs())
print("swap".translate({ord("s"): "S", ord("w"): None, ord("a"): 98}), "abc".translate(str.maketrans("ab", "xy", "c")))
print("abc".center(4), "ab".center(5, "-"), "a".center(4, "-"))

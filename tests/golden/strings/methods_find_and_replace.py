s = "the cat sat on the mat"
print(s.find("at"), s.rfind("at"), s.find("dog"), s.index("cat"), s.find("at", 6), s.find("at", 6, 8), s.rindex("the"))
print(s.count("at"), s.count("the", 1), "aaaa".count("aa"), "abc".count(""))
print(s.replace("at", "og"), s.replace("at", "og", 1), "abc".replace("", "-"), "aaa".replace("a", "", 2))
print(s.startswith("the"), s.endswith(("cat", "mat")), s.startswith("cat", 4), s.startswith(""), "".endswith(""))
print("cat" in s, "dog" not in s, "" in s)
try:
    s.index("dog")
except ValueError as error:
    print(error)
print("a-b-c".partition("-"), "a-b-c".rpartition("-"), "abc".partition("-"), "abc".rpartition("-"))
print("abc".find(""), "abc".find("", 3), "abc".find("", 4), "abc".rfind(""))
print("héllo".find("l"), "日本語".index("語"), "a😀b".find("b"), len("a😀b"))
try:
    "a".startswith(1)
except TypeError as error:
    print(error)
try:
    "abc".partition("")
except ValueError as error:
    print(error)

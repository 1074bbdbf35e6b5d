"""Lists, tuples and sets of the characters of texts; iterators over texts, used in part."""


class Own(str):
    def __iter__(self):
        return iter(["own"])


for text in ("", "a", "abc", "é", "aéb€c\U0001f600", "x" * 3):
    print(ascii(text), ascii(list(text)), ascii(tuple(text)), ascii(sorted(set(text))), ascii([*text]))
    rest = iter(text)
    next(rest, None)
    print("  after the first:", ascii(list(rest)), list(rest), rest.__length_hint__())
print("equal characters are one object:", list("aa")[0] is list("ba")[1])
print("own iterator =", list(Own("abc")), tuple(Own("abc")), [*Own("abc")])
items = [0]
items += "hé"
items.extend("yo")
items[1:1] = "ab"
print("list =", ascii(items))
first, *rest = "héllo"
print("star =", ascii(first), ascii(rest))
print("joined =", "-".join("abc"), "sorted =", sorted("hello"), "zip =", list(zip("ab", "éf")))

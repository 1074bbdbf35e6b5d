"""Hashes and comparisons that dicts and sets ask for, and copies that set methods make."""


class Key:
    hashes = comparisons = 0

    def __hash__(self):
        Key.hashes += 1
        return 42

    def __eq__(self, other):
        Key.comparisons += 1
        return self is other


def count(label, act):
    Key.hashes = Key.comparisons = 0
    act()
    print(label, "->", Key.hashes, "hashes,", Key.comparisons, "comparisons")


first, second, third = Key(), Key(), Key()
count("setdefault of a new key", lambda: {first: 1}.setdefault(second, 2))
table = {first: 1}
count("setdefault of a new key", lambda: table.setdefault(second, 2))
count("setdefault of a known key", lambda: table.setdefault(second, 3))
count("get", lambda: table.get(third))
count("set(dict)", lambda: set(table))
count("frozenset(dict)", lambda: frozenset(table))
count("dict(dict)", lambda: dict(table))
print("values:", list(table.values()))

for kind in [set, frozenset]:
    whole = kind("a")
    for name in ["copy", "union", "intersection", "difference"]:
        made = getattr(whole, name)()
        print(f"{kind.__name__}.{name}() is a copy:", made is not whole, made == whole)

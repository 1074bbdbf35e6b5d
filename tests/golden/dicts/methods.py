d = {"a": 1, "b": 2}
d["c"] = 3
print(d, len(d), d["a"], d.get("z"), d.get("z", 0), "a" in d, 1 in d, list(d), d.keys(), d.values(), d.items())
print(d.pop("a"), d.pop("a", "gone"), d.popitem(), d.setdefault("b", 9), d.setdefault("n", []), d)
d.update({"b": 20}, x=1)
d.update([("y", 2)])
print("d =", d)
print("d.copy() == d =", d.copy() == d)
print("d.copy() is d =", d.copy() is d)
print("dict() =", dict())
print("dict(a=1) =", dict(a=1))
print("dict([(1, 2)]) =", dict([(1, 2)]))
print("dict({\"k\": 1}, z=2) =", dict({"k": 1}, z=2))
print("dict(zip(\"ab\", range(2))) =", dict(zip("ab", range(2))))
print("dict.fromkeys(\"ab\") =", dict.fromkeys("ab"))
print("dict.fromkeys([1], 0) =", dict.fromkeys([1], 0))
print({1: "int", 1.0: "float", True: "bool"}, {"a": 1} == {"a": 1.0}, {"a": 1, "b": 2} == {"b": 2, "a": 1})
d = {"x": 1, "y": 2}
d["x"] = 100
del d["y"]
d["y"] = 3
d["w"] = 0
print("d =", d)
print("list(reversed(d)) =", list(reversed(d)))
print("list(d.items())[0] =", list(d.items())[0])
print("sorted(d) =", sorted(d))
print("max(d, key=d.get) =", max(d, key=d.get))
print("d | {\"x\": 0, \"q\": 1} =", d | {"x": 0, "q": 1})
print("{**d, \"n\": 1} =", {**d, "n": 1})
d |= [("p", 5)]
print("d =", d)
d.clear()
print("d, bool(d) =", d, bool(d))
for bad in ("{}['k']", "{}.pop('k')", "{}.popitem()", "{[]: 1}", "{}.update(5)", "dict([1])", "dict([(1, 2, 3)])", "{} + {}", "{} < {}", "dict(1)", "{}.fromkeys()"):
    try:
        eval(bad)
    except (KeyError, TypeError, ValueError) as error:
        print(type(error).__name__, error)


class Mapping:
    def keys(self):
        for key in "ab":
            print("key of a mapping", key)
            yield key

    def __getitem__(self, key):
        print("item of a mapping", key)
        return key


print("from a mapping", dict(Mapping()), {**Mapping()})

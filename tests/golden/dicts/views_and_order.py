d = {"b": 1, "a": 2}
keys, values, items = d.keys(), d.values(), d.items()
d["c"] = 3
print(keys, values, items, len(keys), "c" in keys, 3 in values, ("a", 2) in items, ("a", 9) in items)
print(sorted(keys & {"a", "z"}), sorted(keys | {"z"}), sorted(keys - {"a"}), sorted(keys ^ {"a", "q"}), keys == {"a", "b", "c"}, keys.isdisjoint(["q"]))
print(sorted(items & {("a", 2)}), list(reversed(keys)), list(reversed(d.values())), {1: 2}.keys() <= {1, 2})
for k, v in d.items():
    print(k, v, end="; ")
print()
for i, k in enumerate(d):
    print(i, k, end="; ")
print()
del d["b"]
d["b"] = 9
print(list(d), next(iter(d)), [*d.values()])
big = {i: str(i) for i in range(1000)}
for i in range(0, 1000, 2):
    del big[i]
print(len(big), list(big)[:3], list(big)[-1], sum(big), big[999])
for i in range(0, 10, 2):
    big[i] = i
print(list(big)[-5:], len(big))
print({k: {kk: vv} for k, kk, vv in [(1, 2, 3)]}, {"a": {"b": {"c": 1}}}["a"]["b"]["c"])
nested = {"self": None}
nested["self"] = nested
print(nested)
print({-1: "a", -2: "b"}, {0: 1}.get(False), {2**70: "big"}[2**70], {1.5: 1}, {None: 0, (): 1, "": 2, b"": 3, frozenset(): 4})

# A dict whose keys come and go while their number stays.
numbers = {1: "a"}
try:
    for key in numbers:
        del numbers[key]
        numbers[key + 1] = "b"
        numbers[key + 2] = "c"
        del numbers[key + 1]
        if key > 100:
            break
except RuntimeError as error:
    print(error)

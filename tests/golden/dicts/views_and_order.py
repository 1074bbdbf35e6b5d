d = {"b": 1, "a": 2}
keys, values, items = d.keys(), d.values(), d.items()
d["c"] = 3
print(keys, values, items, len(keys), "c" in keys, 3 in values, ("a", 2) in items, ("a", 9) in items)
print("sorted(keys & {\"a\", \"z\"}) =", sorted(keys & {"a", "z"}))
print("sorted(keys | {\"z\"}) =", sorted(keys | {"z"}))
print("sorted(keys - {\"a\"}) =", sorted(keys - {"a"}))
print("sorted(keys ^ {\"a\", \"q\"}) =", sorted(keys ^ {"a", "q"}))
print("keys == {\"a\", \"b\", \"c\"} =", keys == {"a", "b", "c"})
print("keys.isdisjoint([\"q\"]) =", keys.isdisjoint(["q"]))
print("sorted(items & {(\"a\", 2)}) =", sorted(items & {("a", 2)}))
print("list(reversed(keys)) =", list(reversed(keys)))
print("list(reversed(d.values())) =", list(reversed(d.values())))
print("{1: 2}.keys() <= {1, 2} =", {1: 2}.keys() <= {1, 2})
for k, v in d.items():
    print(k, v, end="; ")
print()
for i, k in enumerate(d):
    print(i, k, end="; ")
print()
del d["b"]
d["b"] = 9
print("list(d) =", list(d))
print("next(iter(d)) =", next(iter(d)))
print("[*d.values()] =", [*d.values()])
big = {i: str(i) for i in range(1000)}
for i in range(0, 1000, 2):
    del big[i]
print("len(big) =", len(big))
print("list(big)[:3] =", list(big)[:3])
print("list(big)[-1] =", list(big)[-1])
print("sum(big) =", sum(big))
print("big[999] =", big[999])
for i in range(0, 10, 2):
    big[i] = i
print("list(big)[-5:] =", list(big)[-5:])
print("len(big) =", len(big))
print("{k: {kk: vv} for k, kk, vv in [(1, 2, 3)]} =", {k: {kk: vv} for k, kk, vv in [(1, 2, 3)]})
print("{\"a\": {\"b\": {\"c\": 1}}}[\"a\"][\"b\"][\"c\"] =", {"a": {"b": {"c": 1}}}["a"]["b"]["c"])
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

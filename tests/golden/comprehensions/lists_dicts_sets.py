print("[x * x for x in range(5)], [x for x in range(10) if x % 2... =", [x * x for x in range(5)], [x for x in range(10) if x % 2 if x > 4])
print("[(x, y) for x in range(3) for y in \"ab\"] =", [(x, y) for x in range(3) for y in "ab"])
print("[[j for j in range(i)] for i in range(4)] =", [[j for j in range(i)] for i in range(4)])
print("{x: x**2 for x in range(4)}, {k: v for k, v in [(\"a\", 1),... =", {x: x**2 for x in range(4)}, {k: v for k, v in [("a", 1), ("a", 2)]})
print("{x % 3 for x in range(10)}, sorted({c for c in \"hello\"}) =", {x % 3 for x in range(10)}, sorted({c for c in "hello"}))
matrix = [[1, 2, 3], [4, 5, 6]]
print("[[row[i] for row in matrix] for i in range(3)], [x for ro... =", [[row[i] for row in matrix] for i in range(3)], [x for row in matrix for x in row])
x = "outer"
print([x for x in range(3)], x)
print("[a + b for a, b in zip([1, 2], [3, 4])], [first for first... =", [a + b for a, b in zip([1, 2], [3, 4])], [first for first, *_ in ["abc", "de"]])
print("{v: k for k, v in {\"a\": 1, \"b\": 2}.items()} =", {v: k for k, v in {"a": 1, "b": 2}.items()})
print("[y for x in range(3) if (y := x * 2)] =", [y for x in range(3) if (y := x * 2)])
print("[f(3) for f in [lambda v, k=k: v * k for k in range(3)]] =", [f(3) for f in [lambda v, k=k: v * k for k in range(3)]])
print("[i if i % 2 else -i for i in range(5)] =", [i if i % 2 else -i for i in range(5)])
print("dict([(i, [j for j in range(i) if j]) for i in range(3)]) =", dict([(i, [j for j in range(i) if j]) for i in range(3)]))


def order(label, items):
    for item in items:
        print(label, item, end="; ")
        yield item


print("[(a, b) for a in order(\"a\", range(2)) for b in order(\"b\",... =", [(a, b) for a in order("a", range(2)) for b in order("b", range(2))])
print({order.__name__: v for v in [1]}, {**{i: i for i in range(2)}, "z": 0})
print("[*(i for i in range(2)), *[i for i in \"ab\"]] =", [*(i for i in range(2)), *[i for i in "ab"]])

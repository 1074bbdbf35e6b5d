print("list(enumerate(\"ab\")) =", list(enumerate("ab")))
print("list(enumerate(\"ab\", start=5)) =", list(enumerate("ab", start=5)))
print("list(zip([1, 2], \"ab\", (True, False))) =", list(zip([1, 2], "ab", (True, False))))
print("list(zip()) =", list(zip()))
print("list(zip([1, 2, 3], \"ab\")) =", list(zip([1, 2, 3], "ab")))
print("list(map(str, [1, 2])) =", list(map(str, [1, 2])))
print("list(map(lambda a, b: a + b, [1, 2], [10, 20, 30])) =", list(map(lambda a, b: a + b, [1, 2], [10, 20, 30])))
print("list(filter(None, [0, 1, \"\", \"a\"])) =", list(filter(None, [0, 1, "", "a"])))
print("list(filter(lambda x: x > 1, [1, 2, 3])) =", list(filter(lambda x: x > 1, [1, 2, 3])))
print(list(reversed("abc")), sorted([3, 1], reverse=True), list(iter([1])), next(iter([]), "end"), len("abc"), len({1: 2}))
try:
    list(zip([1], [1, 2], strict=True))
except ValueError as error:
    print(error)
try:
    list(zip([1, 2], [1], strict=True))
except ValueError as error:
    print(error)
n = iter(range(10))
print("list(zip(n, n, n)) =", list(zip(n, n, n)))
state = [3, 2, 1, 0, 5]
print("list(iter(lambda: state.pop(0), 0)), state =", list(iter(lambda: state.pop(0), 0)), state)
it = iter("ab")
print("it is iter(it) =", it is iter(it))
print("next(it) =", next(it))
print("next(it) =", next(it))
print("next(it, None) =", next(it, None))
try:
    next(it)
except StopIteration as stop:
    print(repr(stop))
print(type(enumerate([])).__name__, type(zip()).__name__, type(map(str, [])).__name__, type(filter(None, [])).__name__, type(reversed([])).__name__, type(iter([])).__name__, type(iter({})).__name__, type(iter("")).__name__)
a, b = zip(*[(1, 2), (3, 4)])
print("a =", a)
print("b =", b)
print("dict(zip(\"ab\", [1, 2])) =", dict(zip("ab", [1, 2])))
print("[*map(max, [1, 5], [3, 2])] =", [*map(max, [1, 5], [3, 2])])
for bad in ("zip(1)", "map(str)", "filter(1)", "enumerate(1)", "reversed({1})", "iter(5)", "len(5)", "len(x for x in [])", "sorted()", "next(5)", "map(5, [1])", "list(map(5, [1]))"):
    try:
        eval(bad)
    except TypeError as error:
        print(error)

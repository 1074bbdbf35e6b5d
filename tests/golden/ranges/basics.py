r = range(2, 20, 3)
print(r, list(r), len(r), r[0], r[-1], r[1:3], r[::-1], 5 in r, 6 in r, 5.0 in r, "a" in r, r.index(8), r.count(8), r.count(9))
print(r.start, r.stop, r.step, range(0), list(range(5, 0, -2)), range(3) == range(0, 3, 1), range(0) == range(5, 2), hash(range(3)) == hash(range(0, 3)))
print("list(reversed(range(4))) =", list(reversed(range(4))))
print("sum(range(101)) =", sum(range(101)))
print("max(range(3)) =", max(range(3)))
print("bool(range(0)) =", bool(range(0)))
print("range(10**30)[-1] =", range(10**30)[-1])
print("len(range(10**15)) =", len(range(10**15)))
print("10**20 in range(10**30) =", 10**20 in range(10**30))
print([i for i in range(-3, 3)], list(range(1, 4))[::-1], *range(3), sep="|")
for bad in ("range()", "range(1.0)", "range(1, 2, 0)", "range('a')", "range(3)[5]", "range(3).index(9)", "len(range(10**30))", "range(1, 2, 3, 4)"):
    try:
        eval(bad)
    except (TypeError, ValueError, IndexError, OverflowError) as error:
        print(type(error).__name__, error)
it = iter(range(3))
print(next(it), list(it), next(it, "default"))
n = 0
for i in range(5):
    n += i
    i = 100
print("n, i =", n, i)
for i in range(3, 3):
    print("never")
stop = 3
for i in range(stop):
    stop = 10
print("i =", i)

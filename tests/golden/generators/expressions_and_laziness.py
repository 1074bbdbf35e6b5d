def noisy(n):
    for i in range(n):
        print("make", i)
        yield i


lazy = (x * 2 for x in noisy(3) if x != 1)
print("nothing yet")
print("next(lazy) =", next(lazy))
print("list(lazy) =", list(lazy))
print("sum(x for x in range(5)) =", sum(x for x in range(5)))
print("\"-\".join(str(x) for x in range(3)) =", "-".join(str(x) for x in range(3)))
print("any(x > 1 for x in noisy(5)) =", any(x > 1 for x in noisy(5)))
print("list(zip(noisy(2), noisy(3))) =", list(zip(noisy(2), noisy(3))))
pairs = ((a, b) for a in range(3) for b in range(a))
print("list(pairs) =", list(pairs))
print("list(pairs) =", list(pairs))
try:
    (x for x in 5)
except TypeError as error:
    print(error)
items = [1, 2]
late = (x for x in items if x in keep)
keep = [2]
print("list(late) =", list(late))
print(type((x for x in [])).__name__, (lambda: (yield))().__class__.__name__)


def squares():
    return (n * n for n in range(4))


print("dict(enumerate(squares())) =", dict(enumerate(squares())))
print("set(squares()) == {0, 1, 4, 9} =", set(squares()) == {0, 1, 4, 9})
print("tuple(squares()) =", tuple(squares()))


def chain(*its):
    for it in its:
        yield from it


print("[*chain(\"ab\", [1], (2, 3))] =", [*chain("ab", [1], (2, 3))])

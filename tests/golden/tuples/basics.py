t = (1, "a", None, (2, 3))
print(t, t[0], t[-1][1], len(t), t[1:3], t + (5,), t * 2, (), (1,), 1 in t, t.index("a"), t.count(1))
print((1, 2) < (1, 3), (1, 2) == (1.0, 2.0), (1,) < (1, 0), hash((1, 2)) == hash((1, 2)), {(1, 2): "k"}[1, 2])
print(tuple("ab"), tuple([1]), tuple(), tuple(range(3)), tuple({"k": 1}), (1, 2)[::-1], max((1, 5), (2, 0)))
try:
    t[0] = 1
except TypeError as error:
    print(error)
try:
    del t[0]
except TypeError as error:
    print(error)
try:
    (1, 2).append(3)
except AttributeError as error:
    print(error)
try:
    hash(([],))
except TypeError as error:
    print(error)
try:
    (1,).index(5)
except ValueError as error:
    print(error)
u = t
t += (9,)
print(u is t, len(u), len(t))
a, b = (x for x in (1, 2))
print(a, b, (a, b) == (1, 2), type(()).__name__)
print(repr((1, (2,), [3])), str(("a",)), (not (), not (0,)))
for i, (x, y) in enumerate(((1, 2), (3, 4))):
    print(i, x, y)

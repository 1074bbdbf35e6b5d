t = (1, "a", None, (2, 3))
print("t =", t)
print("t[0] =", t[0])
print("t[-1][1] =", t[-1][1])
print("len(t) =", len(t))
print("t[1:3] =", t[1:3])
print("t + (5,) =", t + (5,))
print("t * 2 =", t * 2)
print("() =", ())
print("(1,) =", (1,))
print("1 in t =", 1 in t)
print("t.index(\"a\") =", t.index("a"))
print("t.count(1) =", t.count(1))
print("(1, 2) < (1, 3) =", (1, 2) < (1, 3))
print("(1, 2) == (1.0, 2.0) =", (1, 2) == (1.0, 2.0))
print("(1,) < (1, 0) =", (1,) < (1, 0))
print("hash((1, 2)) == hash((1, 2)) =", hash((1, 2)) == hash((1, 2)))
print("{(1, 2): \"k\"}[1, 2] =", {(1, 2): "k"}[1, 2])
print("tuple(\"ab\") =", tuple("ab"))
print("tuple([1]) =", tuple([1]))
print("tuple() =", tuple())
print("tuple(range(3)) =", tuple(range(3)))
print("tuple({\"k\": 1}) =", tuple({"k": 1}))
print("(1, 2)[::-1] =", (1, 2)[::-1])
print("max((1, 5), (2, 0)) =", max((1, 5), (2, 0)))
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
print("u is t =", u is t)
print("len(u) =", len(u))
print("len(t) =", len(t))
a, b = (x for x in (1, 2))
print(a, b, (a, b) == (1, 2), type(()).__name__)
print("repr((1, (2,), [3])) =", repr((1, (2,), [3])))
print("str((\"a\",)) =", str(("a",)))
print("(not (), not (0,)) =", (not (), not (0,)))
for i, (x, y) in enumerate(((1, 2), (3, 4))):
    print(i, x, y)

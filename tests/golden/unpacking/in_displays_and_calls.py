a, b = [1, 2], (3, 4)
print("[*a, *b] =", [*a, *b])
print("(*a, 0, *b) =", (*a, 0, *b))
print("{*a, *a} =", {*a, *a})
print("[*range(3), *\"xy\"] =", [*range(3), *"xy"])
print("{**{\"x\": 1}, \"y\": 2, **{\"x\": 3}} =", {**{"x": 1}, "y": 2, **{"x": 3}})
print("{\"a\": 0, **{}} =", {"a": 0, **{}})
print(*a, *b, sep="-")
print(*[], "nothing", *())


def f(*args, **kwargs):
    return args, kwargs


print("f(*a, 5, *b, z=1, **{\"y\": 2}, **{\"w\": 3}) =", f(*a, 5, *b, z=1, **{"y": 2}, **{"w": 3}))
d = {"k": 1}
e = {**d, "k": 2}
print("d, e =", d, e)
x = *a, *b
print("x =", x)


def g():
    return *a, 99


print("g() =", g())


def h():
    yield *a, 1


print("list(h()) =", list(h()))
for x in *a, 7:
    print(x, end=" ")
print()
print("max(*a, *b) =", max(*a, *b))
print("[*{1: 2}.items()] =", [*{1: 2}.items()])
print("[*\"ab\"][1] =", [*"ab"][1])
try:
    [*5]
except TypeError as error:
    print(error)
try:
    {**5}
except TypeError as error:
    print(error)
try:
    f(**{"a": 1}, **{"a": 2})
except TypeError as error:
    print(error)
items = {"a": 1} | {"b": 2}
items |= {"c": 3}
print("items =", items)

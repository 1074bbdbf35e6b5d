a, b = [1, 2], (3, 4)
print([*a, *b], (*a, 0, *b), {*a, *a}, [*range(3), *"xy"])
print({**{"x": 1}, "y": 2, **{"x": 3}}, {"a": 0, **{}})
print(*a, *b, sep="-")
print(*[], "nothing", *())


def f(*args, **kwargs):
    return args, kwargs


print(f(*a, 5, *b, z=1, **{"y": 2}, **{"w": 3}))
d = {"k": 1}
e = {**d, "k": 2}
print(d, e)
x = *a, *b
print(x)


def g():
    return *a, 99


print(g())


def h():
    yield *a, 1


print(list(h()))
for x in *a, 7:
    print(x, end=" ")
print()
print(max(*a, *b), [*{1: 2}.items()], [*"ab"][1])
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
print(items)

a, b = 1, 2
a, b = b, a
print("a, b =", a, b)
(a, (b, c)), d = (1, (2, 3)), 4
print("a, b, c, d =", a, b, c, d)
[x, y] = "hi"
print("x, y =", x, y)
first, *middle, last = range(6)
print("first, middle, last =", first, middle, last)
*init, tail = "abc"
head, *rest = [1]
print("init, tail, head, rest =", init, tail, head, rest)
a, (b, *c), *d = 1, "xyz", 3, 4
print("a, b, c, d =", a, b, c, d)
(*all_of_it,) = {1: 2, 3: 4}
print("all_of_it =", all_of_it)
x = y = z = []
x.append(1)
print("y, z is x =", y, z is x)
data = {}
data["k"], data["l"] = 1, 2
print("data =", data)
for a, *b in [(1, 2, 3), "xy"]:
    print(a, b)
i, items = 0, [5, 6, 7]
i, items[i] = 2, "which index?"
print(i, items)
for bad in ("a, b = 1,", "a, b = 1, 2, 3", "a, *b, c = 1,", "a, b = 5", "a, b = None", "a, b = iter('abc')"):
    try:
        exec(bad)
    except (TypeError, ValueError) as error:
        print(error)
t = 1,
(u,) = t
print("t, u =", t, u)

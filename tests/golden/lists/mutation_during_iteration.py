a = [1, 2, 3, 4]
for x in a:
    print(x, end=" ")
    if x == 2:
        a.remove(2)
print("a =", a)
a = [1, 2]
for x in a:
    if len(a) < 6:
        a.append(x * 10)
print("a =", a)
it = iter(a)
print("next(it), next(it) =", next(it), next(it))
a.clear()
print("list(it) =", list(it))
a.extend([1, 2, 3])
print(list(it), "exhausted for good")
b = [1, 2, 3]
for i, x in enumerate(b):
    b[i] = x * x
print("b =", b)
for x in b[:]:
    b.remove(x)
print("b =", b)
for x in reversed([1, 2, 3]):
    print(x, end=" ")
print()
d = {1: 1}
try:
    for k in d:
        d[k + 1] = 1
except RuntimeError as error:
    print(error)
s = {1}
try:
    for k in s:
        s.add(k + 1)
except RuntimeError as error:
    print(error)
d = {i: i for i in range(3)}
try:
    for k in d:
        del d[k]
except RuntimeError as error:
    print(error)
for k in list(d):
    del d[k]
print("d =", d)

for n in range(2, 12):
    for d in range(2, n):
        if n % d == 0:
            print(n, "=", d, "*", n // d)
            break
    else:
        print(n, "is prime")
for x in []:
    pass
else:
    print("empty")
try:
    print(x)
except NameError as error:
    print(error)
for i in range(3):
    pass
print("i stays", i)
for a, (b, *c) in [(1, (2, 3, 4)), (5, "xyz")]:
    print(a, b, c)
items = [0, 0]
for items[1] in range(3):
    print(items)
for i in (1, 2, 3):
    if i == 2:
        continue
    print(i)
else:
    print("finished with", i)
